package io.celers.broker.jooq.internal.task;

import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.sql.Metadata;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A task as its row tells it; the payload was not read. */
final class JooqTaskDetails implements TaskDetails {

  private final CelersTasksRecord row;
  private final Metadata metadata;

  JooqTaskDetails(CelersTasksRecord row) {
    this.row = row;
    this.metadata = Metadata.parse(row.getMetadata());
  }

  @Override
  public UUID id() {
    return row.getId();
  }

  @Override
  public String queue() {
    return row.getQueue();
  }

  @Override
  public String name() {
    return row.getTaskName();
  }

  @Override
  public int version() {
    return row.getTaskVersion();
  }

  @Override
  public String codec() {
    return row.getCodec();
  }

  @Override
  public TaskState state() {
    return States.parse(row.getState());
  }

  @Override
  public int priority() {
    return row.getPriority();
  }

  @Override
  public int deliveries() {
    return row.getDeliveries();
  }

  @Override
  public int maxRetries() {
    return row.getMaxRetries();
  }

  @Override
  public Optional<RetryPolicy> retryPolicy() {
    return Optional.ofNullable(row.getRetryPolicy()).map(RetryPolicy::parse);
  }

  @Override
  public Instant createdAt() {
    return row.getCreatedAt().toInstant();
  }

  @Override
  public Instant scheduledAt() {
    return row.getScheduledAt().toInstant();
  }

  @Override
  public Optional<Instant> visibleAt() {
    return Times.instant(row.getVisibleAt());
  }

  @Override
  public Optional<Instant> expiresAt() {
    return Times.instant(row.getExpiresAt());
  }

  @Override
  public Optional<Instant> startedAt() {
    return Times.instant(row.getStartedAt());
  }

  @Override
  public Optional<Instant> completedAt() {
    return Times.instant(row.getCompletedAt());
  }

  @Override
  public Optional<String> workerId() {
    return Optional.ofNullable(row.getWorkerId());
  }

  @Override
  public Optional<String> error() {
    return Optional.ofNullable(row.getErrorMessage());
  }

  @Override
  public Optional<String> cancelReason() {
    return Optional.ofNullable(row.getCancelReason());
  }

  @Override
  public Map<String, String> headers() {
    return metadata.headers();
  }

  @Override
  public Set<String> tags() {
    return metadata.tags();
  }

  /** Never a header, the error or the reason. */
  @Override
  public String toString() {
    return "task %s (%s, queue %s, %s)".formatted(id(), name(), queue(), row.getState());
  }
}
