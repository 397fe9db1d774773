package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Scale;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long a task waits for its handler when nothing else goes on. */
final class IdleLatency implements Cell {

  /** A round ends after so many times the length of a timed one, if not all samples are taken. */
  private static final int LENGTH = 6;

  /** Adds a task. */
  @FunctionalInterface
  private interface Enqueue<Q> {
    void enqueue(Q queue, long mark) throws Exception;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String meaning() {
    return "Idle system: from the call that enqueues to the start of the handler, one task at a"
        + " time, with random pauses.";
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, (queue, scale) -> round(queue, scale, Queue::enqueue)),
        QueueSide.contender(
            Contender.BROKER + ", caller's tx",
            "celers_tx",
            pool,
            CelersQueue::new,
            (queue, scale) -> round(queue, scale, IdleLatency::inTransaction)),
        QueueSide.dbScheduler(pool, (queue, scale) -> round(queue, scale, Queue::enqueue)),
        QueueSide.jobRunr(pool, (queue, scale) -> round(queue, scale, Queue::enqueue)),
        QueueSide.quartz(pool, (queue, scale) -> round(queue, scale, Queue::enqueue)));
  }

  private static void inTransaction(CelersQueue queue, long mark) {
    queue
        .brokerDatabase()
        .db()
        .transaction(
            tx -> queue.brokerDatabase().broker().using(tx).enqueue(CelersQueue.task(mark)));
  }

  private static <Q extends Queue> List<Figure> round(Q queue, Scale scale, Enqueue<Q> enqueue)
      throws Exception {
    queue.clear();
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    Latencies latencies = new Latencies();
    try (Queue.Workers workers = queue.start(mark -> times.add(System.nanoTime() - mark))) {
      // the first one only shows that they run
      enqueue.enqueue(queue, System.nanoTime());
      await(times, scale, workers);
      long end = System.nanoTime() + scale.timed().toNanos() * LENGTH;
      do {
        TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(queue.idle().toNanos()));
        enqueue.enqueue(queue, System.nanoTime());
        latencies.add(await(times, scale, workers));
      } while (latencies.count() < scale.samples() && System.nanoTime() - end < 0);
    }
    return latencies.allFigures("");
  }

  private static long await(BlockingQueue<Long> times, Scale scale, Queue.Workers workers)
      throws InterruptedException {
    Long time = times.poll(scale.roundLimit().toMillis() / 2, TimeUnit.MILLISECONDS);
    if (time == null) {
      throw new IllegalStateException("a task was not handled by " + workers);
    }
    return time;
  }
}
