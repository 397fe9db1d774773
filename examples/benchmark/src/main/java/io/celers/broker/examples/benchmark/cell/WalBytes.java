package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Unit;
import java.util.List;

/** What a task costs the disk, the replicas and the backups. */
final class WalBytes implements Cell {

  @Override
  public String name() {
    return "wal";
  }

  @Override
  public String meaning() {
    return "Bytes of WAL per task: enqueued in batches of %,d, then worked off; with full page images."
        .formatted(Queue.BATCH);
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, WalBytes::round),
        QueueSide.dbScheduler(pool, WalBytes::round),
        QueueSide.jobRunr(pool, WalBytes::round),
        QueueSide.quartz(pool, WalBytes::round));
  }

  private static List<Figure> round(Queue queue, Scale scale) throws Exception {
    int tasks = queue.share(scale.tasks());
    queue.clear();
    long began = queue.database().walPosition();
    for (int added = 0; added < tasks; added += Queue.BATCH) {
      queue.enqueueAll(Math.min(Queue.BATCH, tasks - added), 0);
    }
    long enqueued = queue.database().walPosition();
    Draining.of(tasks, scale, queue::start);
    long finished = queue.database().walPosition();
    return List.of(
        perTask("enqueue", enqueued - began, tasks),
        perTask("work", finished - enqueued, tasks),
        perTask("in all", finished - began, tasks));
  }

  private static Figure perTask(String metric, long bytes, int tasks) {
    return new Figure(metric, Unit.BYTES, (double) bytes / tasks);
  }
}
