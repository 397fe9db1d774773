package io.celers.broker.task;

/** Where a task is in its life. A task that failed for good has left for the dead letters. */
public enum TaskState {
  /** Waits for its due time or for a worker. */
  PENDING,
  /** Held by a worker until the end of its lease. */
  PROCESSING,
  /** Acknowledged. */
  COMPLETED,
  /** Given up by its holder without a dead letter. */
  FAILED,
  /** Cancelled on request, or because it expired. */
  CANCELLED;

  /** Whether nothing but an explicit requeue leads out of this state. */
  public boolean isFinal() {
    return this != PENDING && this != PROCESSING;
  }
}
