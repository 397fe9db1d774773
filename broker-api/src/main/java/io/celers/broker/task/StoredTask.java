package io.celers.broker.task;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is stored of every task, live, finished or dead. Made by the broker. */
public interface StoredTask {

  /** Id of the task, the one that its enqueue returned. */
  UUID id();

  /** Queue that it is in; of a dead letter, the one that it came from and would go back to. */
  String queue();

  /** Name of the task. */
  String name();

  /** Version of the payload's shape. */
  int version();

  /** Codec that wrote the payload. */
  String codec();

  /** 0 to 9, 9 first. */
  int priority();

  /** Claims so far; of a delivery, which one it is, from 1. */
  int deliveries();

  /** Deliveries after the first one that it is allowed. */
  int maxRetries();

  /** Retries so far: zero until it is delivered for the second time. */
  default int retryCount() {
    return Math.max(deliveries() - 1, 0);
  }

  /** Its own back-off, if it was given one. */
  Optional<RetryPolicy> retryPolicy();

  /** When it was enqueued. */
  Instant createdAt();

  /** When it was asked to run. */
  Instant scheduledAt();

  /** After this moment it is not delivered any more. */
  Optional<Instant> expiresAt();

  /** Headers given at the enqueue. */
  Map<String, String> headers();

  /** Tags given at the enqueue. */
  Set<String> tags();
}
