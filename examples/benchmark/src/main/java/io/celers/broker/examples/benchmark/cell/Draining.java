package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Empties a queue and takes the time from the first task to the last one whose outcome is stored:
 * how long workers take to start, or to see that there is work, is another question.
 */
final class Draining implements Queue.Handler {

  /** Starts workers. */
  @FunctionalInterface
  interface Starter {
    Queue.Workers start(Queue.Handler handler) throws Exception;
  }

  private static final Duration LOOK = Duration.ofMillis(1);

  private final long tasks;
  private final AtomicLong handled = new AtomicLong();
  private final CountDownLatch all = new CountDownLatch(1);
  private volatile long first;
  private volatile long last;

  private Draining(long tasks) {
    this.tasks = tasks;
  }

  /** Fills the queue with its share of the tasks, and lets its workers empty it. */
  static List<Figure> ofRefilled(Queue queue, Scale scale) throws Exception {
    int tasks = queue.share(scale.tasks());
    queue.refill(tasks);
    return List.of(of(tasks, scale, queue::start));
  }

  /** Rate at which so many tasks, which are there, are worked off. */
  static Figure of(int tasks, Scale scale, Starter workers) throws Exception {
    Draining draining = new Draining(tasks);
    try (Queue.Workers running = workers.start(draining)) {
      Duration limit = scale.roundLimit().dividedBy(2);
      if (!draining.end(running, System.nanoTime() + limit.toNanos())) {
        throw new IllegalStateException(
            "%,d of %,d tasks handled within %s by %s, and not all outcomes stored"
                .formatted(draining.handled.get(), tasks, limit, running));
      }
    }
    return Figure.rate(tasks - 1L, Math.max(1, draining.last - draining.first));
  }

  /** Waits until all is handled, and what the workers gathered is stored; false if it is late. */
  private boolean end(Queue.Workers running, long deadline) throws InterruptedException {
    if (!all.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    while (!running.isSettled()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
      last = System.nanoTime();
    }
    return true;
  }

  @Override
  public void handle(long mark) {
    long count = handled.incrementAndGet();
    if (count == 1) {
      first = System.nanoTime();
    }
    if (count == tasks) {
      last = System.nanoTime();
      all.countDown();
    }
  }
}
