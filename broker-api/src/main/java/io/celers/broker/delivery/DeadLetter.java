package io.celers.broker.delivery;

import io.celers.broker.task.StoredTask;
import java.time.Instant;
import java.util.Optional;

/** A task that failed for good. Made by the broker. */
public interface DeadLetter extends StoredTask {
  /** The payload as stored; must not be modified. */
  byte[] payload();

  /** When it was given up. */
  Instant diedAt();

  /** Why it was given up. */
  Cause cause();

  /** How often it was put back from here before, by a person or a policy; counts up to 32,767. */
  int requeues();

  /** The last error that was recorded. */
  Optional<String> error();

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
