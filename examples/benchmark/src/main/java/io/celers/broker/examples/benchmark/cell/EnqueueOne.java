package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Calls;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.util.List;

/** One task in each call and transaction. */
final class EnqueueOne implements Cell {

  private static final int THREADS = 4;

  @Override
  public String name() {
    return "enqueue-one";
  }

  @Override
  public String meaning() {
    return "One task in each call and transaction; %d threads, a pool of as many connections."
        .formatted(THREADS);
  }

  @Override
  public List<Contender> contenders() {
    return QueueSide.all(THREADS, 1, EnqueueOne::round);
  }

  private static List<Figure> round(Queue queue, Scale scale) throws Exception {
    queue.clear();
    return Calls.measure(
        THREADS,
        scale.timed(),
        () -> {
          queue.enqueue(0);
          return 1;
        });
  }
}
