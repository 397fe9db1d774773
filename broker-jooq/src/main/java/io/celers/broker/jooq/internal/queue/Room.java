package io.celers.broker.jooq.internal.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How many more tasks a queue may take, as counted at some time. Safe for use by many threads. */
final class Room {

  /** A queue is not counted again sooner than this. */
  static final long NANOS = 1_000_000_000L;

  private final AtomicLong left;
  private final long countedAt;
  private final AtomicBoolean isBeingCounted = new AtomicBoolean();

  Room(long left, long countedAt) {
    this.left = new AtomicLong(left);
    this.countedAt = countedAt;
  }

  /** True for one caller, when the count is a second old. */
  boolean isToBeCountedAgain(long now) {
    return now - countedAt >= NANOS && isBeingCounted.compareAndSet(false, true);
  }

  /** Takes so much of it, or nothing and returns false. */
  boolean take(long tasks) {
    if (left.addAndGet(-tasks) >= 0) {
      return true;
    }
    left.addAndGet(tasks);
    return false;
  }
}
