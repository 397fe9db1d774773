package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Scale;
import java.time.Duration;
import java.util.List;

/** How long a task waits for its handler at a modest, steady rate. */
final class LoadedLatency implements Cell {

  private static final int PER_SECOND = 300;

  /** What is not handled so long after the last call is left out. */
  private static final Duration AT_END = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "latency-300";
  }

  @Override
  public String meaning() {
    return "From the call that enqueues to the start of the handler, at %d tasks per second."
        .formatted(PER_SECOND);
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        QueueSide.celers(QueueSide.POOL_FOR_WORKERS, LoadedLatency::round),
        QueueSide.dbScheduler(QueueSide.POOL_FOR_WORKERS, LoadedLatency::round));
  }

  private static List<Figure> round(Queue queue, Scale scale) throws Exception {
    queue.clear();
    Latencies latencies = new Latencies();
    Queue.Workers workers = queue.start(mark -> latencies.add(System.nanoTime() - mark));
    try (workers) {
      long added =
          SteadyLoad.run(
              PER_SECOND,
              1,
              scale.timed().multipliedBy(2),
              count -> queue.enqueue(System.nanoTime()));
      SteadyLoad.settle(added, AT_END.plus(queue.idle()), latencies::count);
    }
    return latencies.allFigures("");
  }
}
