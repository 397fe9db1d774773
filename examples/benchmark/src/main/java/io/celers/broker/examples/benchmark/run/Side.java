package io.celers.broker.examples.benchmark.run;

import java.util.List;

/** A contender that is ready to be measured. Used by one thread at a time. */
public interface Side extends AutoCloseable {

  /**
   * One round: first puts everything back as it was before, which is not timed, then measures.
   *
   * @return the same metrics in each round
   */
  List<Figure> round() throws Exception;

  /**
   * How the server runs what was measured, where that is of interest; asked for after the rounds.
   */
  default List<Plan> plans() {
    return List.of();
  }

  /**
   * How metrics went over the last round, where that is of interest; asked for after the rounds.
   */
  default List<Series> series() {
    return List.of();
  }

  /** Stops its threads and drops its database. */
  @Override
  void close();
}
