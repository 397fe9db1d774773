package io.celers.broker.delivery;

import io.celers.broker.task.StoredTask;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A task that was claimed: the right, until the lease ends, to work on it and to settle it.
 *
 * <p>Made by the broker; equal if id and receipt are. Immutable, but for {@link #payload()}, whose
 * array is not copied.
 */
public interface Delivery extends StoredTask {
  /** Identity of this claim: whoever holds another receipt cannot settle this delivery. */
  UUID receipt();

  /** The payload as stored; must not be modified. */
  byte[] payload();

  /** Whether a rejection now ends in the dead letters. */
  default boolean isLast() {
    return deliveries() > maxRetries();
  }

  /**
   * Since when the task could be claimed: its due time, the end of its back-off, or the end of the
   * lease before.
   */
  Instant dueAt();

  /** When it was claimed. The time since {@link #dueAt()} is what it waited for a holder. */
  Instant claimedAt();

  /** When the lease ends, by the clock of the database, as known when it was claimed. */
  Instant leaseUntil();

  /** Why the attempt before this one failed, if there was one that said so. */
  Optional<String> lastError();
}
