package io.celers.broker.jooq.internal.thread;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before something is tried again: doubled each time up to a longest wait, of
 * which a random part of up to a half is taken off. Used by one thread.
 */
public final class Pause {

  private final long shortest;
  private final long longest;
  private long next;

  /** Begins with the shortest wait. */
  public Pause(Duration shortest, Duration longest) {
    this.longest = longest.toNanos();
    this.shortest = Math.min(shortest.toNanos(), this.longest);
    this.next = this.shortest;
  }

  /** The next wait in nanoseconds. */
  public long next() {
    long wait = next;
    next = next > longest / 2 ? longest : next * 2;
    return spread(wait);
  }

  /** Waits so long; an interruption ends it. */
  public void pass() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(next());
  }

  /** The longest that the next wait can be. */
  public long peek() {
    return next;
  }

  /** Begins with the shortest wait again. */
  public void reset() {
    next = shortest;
  }

  /** Between a half of it and all of it, so that processes that started together do not stay so. */
  public static long spread(long nanos) {
    return nanos - (long) (nanos * 0.5 * ThreadLocalRandom.current().nextDouble());
  }
}
