package io.celers.broker.delivery;

import java.time.Instant;
import java.util.UUID;

/** What became of a request to extend a lease. */
public sealed interface Extension permits Extension.Extended, NotHeld {

  /** The task. */
  UUID id();

  /**
   * The lease was extended, if the transaction commits.
   *
   * @param until its new end, by the clock of the database
   */
  record Extended(UUID id, Instant until) implements Extension {}
}
