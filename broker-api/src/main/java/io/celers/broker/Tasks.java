package io.celers.broker;

import io.celers.broker.delivery.Cancellation;
import java.util.UUID;

/** The tasks in the queues. Safe for use by many threads. */
public interface Tasks {

  /**
   * Cancels a task: pending or processing to cancelled.
   *
   * <p>Never waits: a task that another transaction has locked answers {@link Cancellation.Busy}.
   * Who holds the task learns of it when it settles. Joins the transaction of the broker it came
   * from.
   *
   * @param reason why, up to 4,096 bytes; stored with the task
   */
  Cancellation cancel(UUID id, String reason);
}
