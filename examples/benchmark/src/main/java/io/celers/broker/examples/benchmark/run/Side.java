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

  /** Stops its threads and drops its database. */
  @Override
  void close();
}
