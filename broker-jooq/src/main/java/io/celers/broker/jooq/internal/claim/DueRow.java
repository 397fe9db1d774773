package io.celers.broker.jooq.internal.claim;

import io.celers.broker.generated.tables.records.CelersTasksRecord;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Configuration;
import org.jooq.JSONB;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A due row as the claim returns it, in the order of its columns; without anything but its due time
 * if it was settled instead of claimed.
 */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
record DueRow(
    OffsetDateTime dueAt,
    UUID id,
    String queue,
    String name,
    Integer version,
    String codec,
    byte[] payload,
    Short priority,
    Integer deliveries,
    Integer maxRetries,
    @Nullable String retryPolicy,
    OffsetDateTime createdAt,
    OffsetDateTime scheduledAt,
    OffsetDateTime visibleAt,
    @Nullable OffsetDateTime expiresAt,
    OffsetDateTime startedAt,
    UUID receipt,
    @Nullable String errorMessage,
    JSONB metadata) {

  /**
   * A record asks its settings when a key is set; without a configuration jOOQ makes a new one for
   * that, which took more memory than the rest of the row.
   */
  private static final Configuration NO_DATABASE = new DefaultConfiguration();

  boolean isClaimed() {
    return id != null;
  }

  /** Of a row that is claimed. */
  CelersTasksRecord task() {
    CelersTasksRecord task = new CelersTasksRecord();
    task.attach(NO_DATABASE);
    task.setId(id);
    task.setQueue(queue);
    task.setTaskName(name);
    task.setTaskVersion(version);
    task.setCodec(codec);
    task.setPayload(payload);
    task.setPriority(priority);
    task.setDeliveries(deliveries);
    task.setMaxRetries(maxRetries);
    task.setRetryPolicy(retryPolicy);
    task.setCreatedAt(createdAt);
    task.setScheduledAt(scheduledAt);
    task.setVisibleAt(visibleAt);
    task.setExpiresAt(expiresAt);
    task.setStartedAt(startedAt);
    task.setReceipt(receipt);
    task.setErrorMessage(errorMessage);
    task.setMetadata(metadata);
    return task;
  }
}
