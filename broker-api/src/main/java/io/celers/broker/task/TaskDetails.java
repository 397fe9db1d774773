package io.celers.broker.task;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A task as an operator sees it: all but its payload. Made by the broker. */
public interface TaskDetails {

  /** Id of the task. */
  UUID id();

  /** Queue that it is in. */
  String queue();

  /** Name of the task. */
  String name();

  /** Version of the payload's shape. */
  int version();

  /** Codec that wrote the payload. */
  String codec();

  /** Where it is in its life. */
  TaskState state();

  /** 0 to 9, 9 first. */
  int priority();

  /** Claims so far. */
  int deliveries();

  /** Deliveries after the first one that it is allowed. */
  int maxRetries();

  /** Retries so far. */
  default int retryCount() {
    return Math.max(deliveries() - 1, 0);
  }

  /** Its own back-off, if it was given one. */
  Optional<RetryPolicy> retryPolicy();

  /** When it was enqueued. */
  Instant createdAt();

  /** When it was asked to run. */
  Instant scheduledAt();

  /**
   * When it may next be claimed: of a task that is processed, the end of its lease. Empty of a task
   * in the archive.
   */
  Optional<Instant> visibleAt();

  /** After this moment it is not delivered any more. */
  Optional<Instant> expiresAt();

  /** When it was last claimed. */
  Optional<Instant> startedAt();

  /** When it reached a final state. */
  Optional<Instant> completedAt();

  /** Who claimed it last. */
  Optional<String> workerId();

  /** Why the last attempt failed. */
  Optional<String> error();

  /** Why it was cancelled. */
  Optional<String> cancelReason();

  /** Headers given at the enqueue. */
  Map<String, String> headers();

  /** Tags given at the enqueue. */
  Set<String> tags();
}
