package io.celers.broker;

import io.celers.broker.delivery.DeadLetter;
import java.util.Optional;
import java.util.UUID;

/** Tasks that failed for good and wait for a decision. Safe for use by many threads. */
public interface DeadLetters {

  /** Looks one up; empty if there is none of that id. */
  Optional<DeadLetter> find(UUID id);

  /**
   * Puts a dead letter back into its queue: pending, due now, with a fresh retry count; id,
   * payload, priority, headers and tags as before. An expiry that has passed is dropped.
   *
   * <p>Joins the transaction of the broker it came from. Never waits.
   *
   * @return false if there is no such dead letter, or somebody else is requeueing it at this moment
   */
  boolean requeue(UUID id);
}
