package io.celers.broker.history;

/** Where a task is in its life: the states, and the places outside the task table. */
public enum Stage {
  /** Waits to be claimed. */
  PENDING,
  /** Claimed. */
  PROCESSING,
  /** Finished well. */
  COMPLETED,
  /** Discarded by its holder. */
  FAILED,
  /** Cancelled, or expired before it was delivered. */
  CANCELLED,
  /** Among the dead letters. */
  DEAD_LETTER,
  /** Finished, and moved to the archive. */
  ARCHIVED
}
