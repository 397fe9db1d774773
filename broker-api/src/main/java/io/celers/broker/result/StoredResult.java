package io.celers.broker.result;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A result as it was stored. Made by the broker; immutable. */
public interface StoredResult {

  /** The task. */
  UUID taskId();

  /** Name of the task. */
  String name();

  /** What is known of its outcome. */
  ResultStatus status();

  /** What it returned, as JSON; {@link io.celers.broker.Results#value} reads it. */
  Optional<String> json();

  /** Why it failed. */
  Optional<String> error();

  /** Where it failed. */
  Optional<String> stackTrace();

  /** How long the handler ran. */
  Optional<Duration> runTime();

  /** When the result was stored, by the clock of the database. */
  Instant createdAt();

  /** From when on it cannot be found any more; empty means never. */
  Optional<Instant> expiresAt();
}
