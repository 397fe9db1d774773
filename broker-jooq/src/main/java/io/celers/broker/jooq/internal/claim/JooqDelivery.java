package io.celers.broker.jooq.internal.claim;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.sql.Metadata;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.task.RetryPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A delivery as the claim's row tells it. */
final class JooqDelivery implements Delivery {

  private final CelersTasksRecord row;
  private final Metadata metadata;

  JooqDelivery(CelersTasksRecord row) {
    this.row = row;
    this.metadata = Metadata.parse(row.getMetadata());
  }

  @Override
  public UUID id() {
    return row.getId();
  }

  @Override
  public UUID receipt() {
    return row.getReceipt();
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
  public byte[] payload() {
    return row.getPayload();
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
  public Optional<Instant> expiresAt() {
    return Times.instant(row.getExpiresAt());
  }

  @Override
  public Instant leaseUntil() {
    return row.getVisibleAt().toInstant();
  }

  @Override
  public Map<String, String> headers() {
    return metadata.headers();
  }

  @Override
  public Set<String> tags() {
    return metadata.tags();
  }

  @Override
  public Optional<String> lastError() {
    return Optional.ofNullable(row.getErrorMessage());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Delivery delivery
        && id().equals(delivery.id())
        && receipt().equals(delivery.receipt());
  }

  @Override
  public int hashCode() {
    return receipt().hashCode() * 31 + id().hashCode();
  }

  /** Never the payload or a header. */
  @Override
  public String toString() {
    return "delivery %d of task %s (%s, queue %s)".formatted(deliveries(), id(), name(), queue());
  }
}
