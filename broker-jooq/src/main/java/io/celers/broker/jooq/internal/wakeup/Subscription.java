package io.celers.broker.jooq.internal.wakeup;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One who may be woken.
 *
 * <p>Any number of rings while nobody waits are one. Safe for use by many threads.
 */
public final class Subscription implements AutoCloseable {

  private final Semaphore rung = new Semaphore(0);
  private final Runnable onClose;

  Subscription(Runnable onClose) {
    this.onClose = onClose;
  }

  /** One that never rings. */
  public static Subscription toNothing() {
    return new Subscription(() -> {});
  }

  /**
   * Waits until it rings, or rang since the last call, but not longer than that.
   *
   * @return whether it rang
   */
  public boolean await(Duration patience) throws InterruptedException {
    boolean woken = rung.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    rung.drainPermits();
    return woken;
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
