package io.celers.broker.jooq.internal.enqueue;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is sent to the database: checked, encoded, with its id.
 *
 * <p>A task without a priority gets that of its queue. Of due time and delay exactly one is set, of
 * expiry and time to live at most one. All spans are microseconds, to be counted from the
 * database's clock.
 */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
public record TaskRow(
    UUID id,
    boolean callersId,
    String queue,
    String name,
    int version,
    String codec,
    byte[] payload,
    long contentHash,
    @Nullable Short priority,
    int maxRetries,
    @Nullable String retryPolicy,
    @Nullable Long delayMicros,
    @Nullable OffsetDateTime dueAt,
    @Nullable Long ttlMicros,
    @Nullable OffsetDateTime expiry,
    JSONB metadata,
    @Nullable String idempotencyKey,
    @Nullable Long idempotencyTtlMicros) {

  /** Whether another task may already stand for this one. */
  boolean mayBeDuplicate() {
    return callersId || idempotencyKey != null;
  }

  /** The same with an id under which it may be there already. */
  TaskRow withKnownId() {
    return new TaskRow(
        id,
        true,
        queue,
        name,
        version,
        codec,
        payload,
        contentHash,
        priority,
        maxRetries,
        retryPolicy,
        delayMicros,
        dueAt,
        ttlMicros,
        expiry,
        metadata,
        idempotencyKey,
        idempotencyTtlMicros);
  }

  /** Whether it is none of a sleeper's business yet. */
  boolean isDelayed() {
    return delayMicros != null && delayMicros > 0;
  }
}
