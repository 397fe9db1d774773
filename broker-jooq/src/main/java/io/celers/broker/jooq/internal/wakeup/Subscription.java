package io.celers.broker.jooq.internal.wakeup;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One who may be woken.
 *
 * <p>Any number of rings while nobody waits are one. Whoever may notify may ring, so those that
 * turn out to be in vain are heeded at a limited rate. Rung by many threads; one thread waits.
 */
public final class Subscription implements AutoCloseable {

  /** So short that nobody minds it, and so long that a flood costs a hundred looks a second. */
  static final Duration REST = Duration.ofMillis(10);

  private final Semaphore rung = new Semaphore(0);
  private final Runnable onClose;
  private boolean resting;
  private long heededAt;

  Subscription(Runnable onClose) {
    this.onClose = onClose;
  }

  /** One that never rings. */
  public static Subscription toNothing() {
    return new Subscription(() -> {});
  }

  /**
   * Waits until it rings, or rang since the last call, but not longer than that. A ring that comes
   * within ten milliseconds of the last one that was heeded is kept until they have passed.
   *
   * @return whether it rang
   */
  public boolean await(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    if (resting) {
      long rest = heededAt + REST.toNanos() - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.min(rest, left));
      if (rest > left) {
        return false;
      }
      resting = false;
      left -= Math.max(rest, 0);
    }
    boolean woken = rung.tryAcquire(left, TimeUnit.NANOSECONDS);
    rung.drainPermits();
    if (woken) {
      resting = true;
      heededAt = System.nanoTime();
    }
    return woken;
  }

  /** There was a reason to ring: the next ring is heeded at once. */
  public void found() {
    resting = false;
  }

  /** Ends the wait, or the next one. */
  public void ring() {
    rung.release();
  }

  @Override
  public void close() {
    onClose.run();
  }
}
