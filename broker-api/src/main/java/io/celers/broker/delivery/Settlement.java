package io.celers.broker.delivery;

import java.util.UUID;

/** What became of an ack or a reject. */
public sealed interface Settlement permits Settlement.Settled, NotHeld {

  /** The task. */
  UUID id();

  /**
   * The delivery is settled, if the transaction commits.
   *
   * @param fate where the task is now
   */
  record Settled(UUID id, Fate fate) implements Settlement {}

  /** Where a settled task went. */
  enum Fate {
    /** Acknowledged. */
    COMPLETED,
    /** Pending again. */
    RETRY,
    /** In the dead letters. */
    DEAD_LETTER,
    /** Failed, without a dead letter. */
    DISCARDED,
    /** Cancelled by its holder. */
    CANCELLED,
    /** Pending again, as if it had not been delivered. */
    RELEASED
  }
}
