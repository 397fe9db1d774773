package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import java.util.List;

/** How fast workers empty a queue of tasks that do nothing. */
final class Drain implements Cell {

  static final int BATCH = 100;

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String meaning() {
    return ("Workers empty a queue of tasks that do nothing, finished tasks are kept; peers with 20"
            + " threads and a pool of %d. JobRunr gets a fifth of the tasks, Quartz a hundredth.")
        .formatted(QueueSide.POOL_FOR_WORKERS);
  }

  @Override
  public List<Contender> contenders() {
    return QueueSide.all(QueueSide.POOL_FOR_WORKERS, BATCH, Draining::ofRefilled);
  }
}
