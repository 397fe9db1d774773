package io.celers.broker.jooq.internal.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of several things, in all no longer than this. An interruption of the thread
 * that waits ends the wait at once, and is kept.
 */
final class Deadline {

  /** Something to wait for. */
  interface Wait {
    /** Whether it came within this time. */
    boolean await(long nanos) throws InterruptedException;
  }

  private final long end;

  Deadline(Duration timeout) {
    // Ten years are the longest; half of the range of a long is far more.
    this.end = System.nanoTime() + timeout.toNanos();
  }

  /** The later one of this and so long from now. */
  Deadline atLeast(Duration timeout) {
    Deadline other = new Deadline(timeout);
    return other.end - end > 0 ? other : this;
  }

  /** Whether it came in time. */
  boolean await(Wait wait) {
    try {
      return wait.await(Math.max(end - System.nanoTime(), 0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for a thread, if there is one. */
  boolean join(@Nullable Thread thread) {
    return thread == null
        || await(
            nanos -> {
              TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(nanos, 1));
              return !thread.isAlive();
            });
  }
}
