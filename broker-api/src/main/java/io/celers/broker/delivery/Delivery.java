package io.celers.broker.delivery;

import io.celers.broker.task.RetryPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A task that was claimed: the right, until the lease ends, to work on it and to settle it.
 *
 * <p>Made by the broker; equal if id and receipt are. Immutable, but for {@link #payload()}, whose
 * array is not copied.
 */
public interface Delivery {

  /** Id of the task, the one that its enqueue returned. */
  UUID id();

  /** Identity of this claim: whoever holds another receipt cannot settle this delivery. */
  UUID receipt();

  /** Queue that the task was claimed from. */
  String queue();

  /** Name of the task. */
  String name();

  /** Version of the payload's shape. */
  int version();

  /** Codec that wrote the payload. */
  String codec();

  /** The payload as stored; must not be modified. */
  byte[] payload();

  /** 0 to 9, 9 first. */
  int priority();

  /** Which delivery of the task this is, from 1. */
  int deliveries();

  /** Deliveries after the first one that the task is allowed. */
  int maxRetries();

  /** Retries so far: zero on the first delivery. */
  default int retryCount() {
    return Math.max(deliveries() - 1, 0);
  }

  /** Whether a rejection now ends in the dead letters. */
  default boolean isLast() {
    return deliveries() > maxRetries();
  }

  /** The task's own back-off, if it was given one. */
  Optional<RetryPolicy> retryPolicy();

  /** When the task was enqueued. */
  Instant createdAt();

  /** When the task was asked to run. */
  Instant scheduledAt();

  /** After this moment the task is not delivered again. */
  Optional<Instant> expiresAt();

  /** When the lease ends, by the clock of the database, as known when it was claimed. */
  Instant leaseUntil();

  /** Headers given at the enqueue. */
  Map<String, String> headers();

  /** Tags given at the enqueue. */
  Set<String> tags();

  /** Why the attempt before this one failed, if there was one that said so. */
  Optional<String> lastError();
}
