package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Unit;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What workers keep on the heap. */
final class Memory implements Cell {

  private static final int PAUSE_MILLIS = 200;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String meaning() {
    return "Most of the heap that was in use after a forced collection during a drain, in all and"
        + " more than before it.";
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, Memory::round),
        QueueSide.dbScheduler(pool, Memory::round),
        QueueSide.jobRunr(pool, Memory::round));
  }

  private static List<Figure> round(Queue queue, Scale scale) throws Exception {
    int tasks = queue.share(scale.tasks());
    queue.refill(tasks);
    double before = usedAfterCollection();
    FutureTask<Figure> drain = new FutureTask<>(() -> Draining.of(tasks, scale, queue::start));
    Thread thread = new Thread(drain, "memory's drain");
    thread.setDaemon(true);
    thread.start();
    double most = 0;
    while (!drain.isDone()) {
      most = Math.max(most, usedAfterCollection());
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    drain.get();
    return List.of(
        new Figure("heap", Unit.MEBIBYTES, most),
        new Figure("more than before", Unit.MEBIBYTES, Math.max(0, most - before)));
  }

  /**
   * What the collection itself found in use: by the time one asks, the drain has allocated more.
   */
  private static double usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getCollectionUsage)
            .filter(Objects::nonNull)
            .mapToLong(MemoryUsage::getUsed)
            .sum()
        / 1048576.0;
  }
}
