package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.run.Cell;
import java.util.List;

/** All cells, in the order in which they are measured. */
public final class Cells {

  private Cells() {}

  /** New ones. */
  public static List<Cell> all() {
    return List.of(new EnqueueOne());
  }
}
