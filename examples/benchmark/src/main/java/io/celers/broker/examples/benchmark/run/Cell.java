package io.celers.broker.examples.benchmark.run;

import java.util.List;

/** One question of the benchmark, asked of several sides in turns. */
public interface Cell {

  /** As given to {@code --cell}: lower case, words joined by hyphens. */
  String name();

  /** What is timed, in one sentence. */
  String meaning();

  /**
   * Who is measured. The first is this broker: the others' figures are given in proportion to its
   * own.
   */
  List<Contender> contenders();
}
