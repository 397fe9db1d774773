package io.celers.broker.jooq.internal.monitoring;

import io.celers.broker.generated.enums.CelersTaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the figures of lately need of a task, wherever it is now; a dead letter is a failed one. */
record SeenTask(
    UUID id,
    String queue,
    CelersTaskState state,
    int deliveries,
    OffsetDateTime createdAt,
    OffsetDateTime scheduledAt,
    @Nullable OffsetDateTime startedAt,
    @Nullable OffsetDateTime endedAt,
    @Nullable String workerId) {

  Optional<String> worker() {
    return Optional.ofNullable(workerId);
  }

  Instant created() {
    return createdAt.toInstant();
  }

  Optional<Instant> started() {
    return Optional.ofNullable(startedAt).map(OffsetDateTime::toInstant);
  }

  Optional<Instant> ended() {
    return Optional.ofNullable(endedAt).map(OffsetDateTime::toInstant);
  }

  boolean hasFailed() {
    return state == CelersTaskState.failed;
  }

  /** Claimed before, and given back. */
  boolean waitsForAnotherTry() {
    return state == CelersTaskState.pending && deliveries > 0;
  }

  /** From the time it was due to its claim. */
  Optional<Duration> pickUp() {
    return deliveries == 1
        ? started().map(claim -> MeasureFreshness.since(scheduledAt.toInstant(), claim))
        : Optional.empty();
  }

  /** From its claim to its completion. */
  Optional<Duration> runTime() {
    return state == CelersTaskState.completed
        ? started().flatMap(claim -> ended().map(end -> MeasureFreshness.since(claim, end)))
        : Optional.empty();
  }
}
