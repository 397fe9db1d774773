package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.run.Cell;
import java.util.List;

/** All cells, in the order in which they are measured. */
public final class Cells {

  private Cells() {}

  /** New ones. */
  public static List<Cell> all() {
    return List.of(
        new EnqueueOne(),
        new EnqueueInTransaction(),
        new EnqueueBatch(),
        new EnqueueBulk(),
        new DequeueAckOne(),
        new Drain(),
        new TransactionalDrain(),
        new IdleLatency(),
        new LoadedLatency(),
        new ScheduleLoad(),
        new Backlog(),
        new HeldSnapshot(),
        new WalBytes(),
        new Bystander(),
        new Memory(),
        new Operations(),
        new Requeue());
  }
}
