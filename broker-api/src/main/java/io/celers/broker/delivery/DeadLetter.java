package io.celers.broker.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A task that failed for good. Made by the broker. */
public interface DeadLetter {

  /** Id of the task, the same as before. */
  UUID id();

  /** Queue that it came from and would go back to. */
  String queue();

  /** Name of the task. */
  String name();

  /** Version of the payload's shape. */
  int version();

  /** Codec that wrote the payload. */
  String codec();

  /** The payload as stored; must not be modified. */
  byte[] payload();

  /** 0 to 9. */
  int priority();

  /** How often it was delivered. */
  int deliveries();

  /** Deliveries after the first one that it was allowed. */
  int maxRetries();

  /** When it was enqueued. */
  Instant createdAt();

  /** When it was given up. */
  Instant diedAt();

  /** Why it was given up. */
  Cause cause();

  /** The last error that was recorded. */
  Optional<String> error();

  /** Headers given at the enqueue. */
  Map<String, String> headers();

  /** Tags given at the enqueue. */
  Set<String> tags();

  /** Why a task was given up. */
  enum Cause {
    /** The last allowed attempt was rejected. */
    RETRIES_EXHAUSTED,
    /** Its holder asked for it. */
    REJECTED,
    /** The last allowed delivery was never settled: its holder died, or was too slow. */
    LEASE_EXPIRED
  }
}
