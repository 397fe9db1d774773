package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Scale;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long a task waits for its handler when nothing else goes on. */
final class IdleLatency implements Cell {

  /**
   * A round of a peer ends after so many times the length of a timed one, if not all samples are
   * taken: some need seconds for one.
   */
  private static final int LENGTH = 4;

  /** The broker is woken, so its poll interval hides no phase; long enough to fall asleep. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  /** Of the broker, for so many times the length of a timed one at most. */
  private static final int LENGTH_OF_ALL = 30;

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
        + " time, with random pauses: of the broker up to 0.2 s and 1,000 samples in a full run, of the"
        + " peers up to their poll interval and as many as there is time for.";
  }

  /** Rounds are long. */
  @Override
  public Scale scale(Scale scale) {
    return scale.warmedUpOnce();
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, (queue, scale) -> all(queue, scale, Queue::enqueue)),
        QueueSide.contender(
            Contender.BROKER + ", caller's tx",
            "celers_tx",
            pool,
            CelersQueue::new,
            (queue, scale) -> all(queue, scale, IdleLatency::inTransaction)),
        QueueSide.dbScheduler(pool, IdleLatency::some),
        QueueSide.jobRunr(pool, IdleLatency::some),
        QueueSide.quartz(pool, IdleLatency::some));
  }

  private static void inTransaction(CelersQueue queue, long mark) {
    queue
        .brokerDatabase()
        .db()
        .transaction(
            tx -> queue.brokerDatabase().broker().using(tx).enqueue(CelersQueue.task(mark)));
  }

  private static List<Figure> all(CelersQueue queue, Scale scale, Enqueue<CelersQueue> enqueue)
      throws Exception {
    return round(queue, scale, enqueue, LONGEST_PAUSE, scale.timed().multipliedBy(LENGTH_OF_ALL));
  }

  private static List<Figure> some(Queue queue, Scale scale) throws Exception {
    Duration length = scale.timed().multipliedBy(LENGTH);
    return round(queue, scale, Queue::enqueue, queue.idle(), length);
  }

  private static <Q extends Queue> List<Figure> round(
      Q queue, Scale scale, Enqueue<Q> enqueue, Duration pause, Duration length) throws Exception {
    queue.clear();
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    Latencies latencies = new Latencies();
    try (Queue.Workers workers = queue.start(mark -> times.add(System.nanoTime() - mark))) {
      // the first one only shows that they run
      enqueue.enqueue(queue, System.nanoTime());
      await(times, scale, workers);
      long end = System.nanoTime() + length.toNanos();
      do {
        TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(pause.toNanos()));
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
