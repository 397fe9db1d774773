package io.celers.broker.task;

import java.util.UUID;

/** What became of an enqueue. */
public sealed interface Enqueued {

  /** Id of the task that now stands for the request. */
  UUID id();

  /** The task was created, if the transaction commits. */
  record Created(UUID id) implements Enqueued {}

  /**
   * The task was there already, under the same idempotency key or the same id; nothing was written.
   */
  record Duplicate(UUID id) implements Enqueued {}
}
