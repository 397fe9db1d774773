package io.celers.broker.examples.benchmark.run;

import java.time.Duration;
import java.util.List;

/** One question of the benchmark, asked of several sides in turns. */
public interface Cell {

  /** As given to {@code --cell}: lower case, words joined by hyphens. */
  String name();

  /** What is timed, in one sentence. */
  String meaning();

  /** How much is measured, where a cell differs from the others. */
  default Scale scale(Scale scale) {
    return scale;
  }

  /** Time that it takes whatever the budget of a run is. */
  default Duration least(Scale scale) {
    return Duration.ZERO;
  }

  /** Rounds that are made whatever the budget of a run is, if it has so many. */
  default int leastRounds() {
    return 1;
  }

  /**
   * Who is measured. The others' figures are given in proportion to those of the first, which is
   * this broker, or the broker at rest.
   */
  List<Contender> contenders();
}
