package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Unit;
import java.util.ArrayList;
import java.util.List;

/** What a task costs the disk, the replicas and the backups. */
final class WalBytes implements Cell {

  private static final String WITHOUT_IMAGES = "in all, without full page images";

  @Override
  public String name() {
    return "wal";
  }

  @Override
  public String meaning() {
    return ("Bytes of WAL per task: enqueued in batches of %,d, then worked off; with the full page"
            + " images that follow the checkpoint before the round, and without.")
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
    List<Figure> figures = new ArrayList<>();
    figures.add(perTask("enqueue", enqueued - began, tasks));
    figures.add(perTask("work", finished - enqueued, tasks));
    figures.add(perTask("in all", finished - began, tasks));
    queue
        .database()
        .fullPageBytes(began, finished)
        .ifPresent(
            images -> figures.add(perTask(WITHOUT_IMAGES, finished - began - images, tasks)));
    return figures;
  }

  private static Figure perTask(String metric, long bytes, int tasks) {
    return new Figure(metric, Unit.BYTES, (double) bytes / tasks);
  }
}
