package io.celers.broker.worker;

import io.celers.broker.delivery.Delivery;

/** The task that a handler is working on. Safe for use by many threads. */
public interface RunningTask {

  /** What was delivered. The worker extends its lease and settles it; the handler must not. */
  Delivery delivery();

  /**
   * Whether going on is of no use: the lease is lost, the task was cancelled, it ran longer than it
   * may, or the worker does not wait for it any more. The handler's thread is interrupted as well.
   * What it throws then is not counted against the task, unless it ran too long.
   *
   * <p>Learned of by the worker's next heartbeat, at the latest a third of the lease after it
   * happened.
   */
  boolean cancelled();
}
