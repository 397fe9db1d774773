package io.celers.broker.jooq.internal.sql;

import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.StoredTask;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What rows of all tables of whole tasks tell. */
public abstract class StoredTaskRow implements StoredTask {

  private final CelersTasksRecord row;
  private final Metadata metadata;

  /** Reads this row, which nobody changes any more. */
  protected StoredTaskRow(CelersTasksRecord row) {
    this.row = row;
    this.metadata = Metadata.parse(row.getMetadata());
  }

  /** For what only some of them tell. */
  protected final CelersTasksRecord row() {
    return row;
  }

  @Override
  public final UUID id() {
    return row.getId();
  }

  @Override
  public final String queue() {
    return row.getQueue();
  }

  @Override
  public final String name() {
    return row.getTaskName();
  }

  @Override
  public final int version() {
    return row.getTaskVersion();
  }

  @Override
  public final String codec() {
    return row.getCodec();
  }

  @Override
  public final int priority() {
    return row.getPriority();
  }

  @Override
  public final int deliveries() {
    return row.getDeliveries();
  }

  @Override
  public final int maxRetries() {
    return row.getMaxRetries();
  }

  @Override
  public final Optional<RetryPolicy> retryPolicy() {
    return Optional.ofNullable(row.getRetryPolicy()).map(RetryPolicy::parse);
  }

  @Override
  public final Instant createdAt() {
    return row.getCreatedAt().toInstant();
  }

  @Override
  public final Instant scheduledAt() {
    return row.getScheduledAt().toInstant();
  }

  @Override
  public final Optional<Instant> expiresAt() {
    return Times.instant(row.getExpiresAt());
  }

  @Override
  public final Map<String, String> headers() {
    return metadata.headers();
  }

  @Override
  public final Set<String> tags() {
    return metadata.tags();
  }
}
