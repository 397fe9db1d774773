package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Calls;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.util.List;

/** Many tasks in one call. */
final class EnqueueBatch implements Cell {

  private static final int BATCH = 1_000;
  private static final int CONNECTIONS = 2;

  @Override
  public String name() {
    return "enqueue-batch";
  }

  @Override
  public String meaning() {
    return "%,d tasks in each call; one thread.".formatted(BATCH);
  }

  @Override
  public List<Contender> contenders() {
    return QueueSide.all(CONNECTIONS, 1, EnqueueBatch::round);
  }

  private static List<Figure> round(Queue queue, Scale scale) throws Exception {
    int batch = Math.min(BATCH, scale.tasks());
    queue.clear();
    return Calls.measure(
        1,
        scale.timed(),
        () -> {
          queue.enqueueAll(batch, 0);
          return batch;
        });
  }
}
