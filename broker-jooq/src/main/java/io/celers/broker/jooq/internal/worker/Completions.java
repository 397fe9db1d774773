package io.celers.broker.jooq.internal.worker;

import io.celers.broker.jooq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Gathers outcomes into groups: a group is large enough, or its first outcome has waited long
 * enough. One thread stores one group after another, and while it does so the next one gathers by
 * itself.
 */
final class Completions implements Runnable {

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Completer completer;
  private final int size;
  private final long waitNanos;
  private final Runnable taken;
  private final BlockingQueue<Finished> queue = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /**
   * In groups of such a size.
   *
   * @param wait how long the first outcome of a group waits for the others
   * @param taken told of each group that waits no more, before it is stored
   */
  Completions(Completer completer, int size, Duration wait, Runnable taken) {
    this.completer = completer;
    this.size = size;
    this.waitNanos = wait.toNanos();
    this.taken = taken;
  }

  /** Hands an outcome over. */
  void add(Finished finished) {
    queue.add(finished);
  }

  /** Whether a whole group waits already while another one is stored. */
  boolean isBehind() {
    return queue.size() >= size;
  }

  /** No more are handed over: the thread ends when it has stored those that there are. */
  void close() {
    closed = true;
  }

  @Override
  public void run() {
    try {
      while (true) {
        Finished first = queue.poll(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
          List<Finished> group = groupWith(first);
          taken.run();
          completer.complete(group);
        } else if (closed && queue.isEmpty()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      Thread.currentThread().interrupt();
    }
  }

  private List<Finished> groupWith(Finished first) throws InterruptedException {
    List<Finished> group = new ArrayList<>(List.of(first));
    queue.drainTo(group, size - group.size());
    long end = System.nanoTime() + waitNanos;
    long left = waitNanos;
    while (group.size() < Math.min(size, WorkerBuilder.ENOUGH_FOR_A_GROUP) && left > 0 && !closed) {
      Finished next = queue.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
      if (next != null) {
        group.add(next);
        queue.drainTo(group, size - group.size());
      }
      left = end - System.nanoTime();
    }
    return group;
  }
}
