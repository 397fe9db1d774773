package io.celers.broker.jooq.internal.claim;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.metrics.Timed;
import io.celers.broker.jooq.internal.sql.StoredTaskRow;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** A delivery as the claim's row tells it. */
final class JooqDelivery extends StoredTaskRow implements Delivery, Timed {

  private final OffsetDateTime dueAt;
  private final long claimedNanos = System.nanoTime();

  JooqDelivery(CelersTasksRecord row, OffsetDateTime dueAt) {
    super(row);
    this.dueAt = dueAt;
  }

  @Override
  public UUID receipt() {
    return row().getReceipt();
  }

  @Override
  public byte[] payload() {
    return row().getPayload();
  }

  @Override
  public Instant dueAt() {
    return dueAt.toInstant();
  }

  @Override
  public Instant claimedAt() {
    return row().getStartedAt().toInstant();
  }

  @Override
  public Instant leaseUntil() {
    return row().getVisibleAt().toInstant();
  }

  @Override
  public Optional<String> lastError() {
    return Optional.ofNullable(row().getErrorMessage());
  }

  @Override
  public Duration waited() {
    return Duration.between(dueAt(), claimedAt());
  }

  @Override
  public Duration held() {
    return Duration.ofNanos(System.nanoTime() - claimedNanos);
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
    return Text.oneLine(
        "delivery %d of task %s (%s, queue %s)".formatted(deliveries(), id(), name(), queue()));
  }
}
