package io.celers.broker.jooq.internal.deadletter;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.jooq.internal.sql.Metadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A dead letter as its row tells it. */
final class JooqDeadLetter implements DeadLetter {

  private final CelersDeadLetterQueueRecord row;
  private final Metadata metadata;

  JooqDeadLetter(CelersDeadLetterQueueRecord row) {
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
  public Instant createdAt() {
    return row.getCreatedAt().toInstant();
  }

  @Override
  public Instant diedAt() {
    return row.getDiedAt().toInstant();
  }

  @Override
  public Cause cause() {
    return CauseText.parse(row.getCause());
  }

  @Override
  public Optional<String> error() {
    return Optional.ofNullable(row.getErrorMessage());
  }

  @Override
  public Map<String, String> headers() {
    return metadata.headers();
  }

  @Override
  public Set<String> tags() {
    return metadata.tags();
  }

  /** Never the payload, a header or the error. */
  @Override
  public String toString() {
    return "dead letter %s (%s, queue %s, %s)".formatted(id(), name(), queue(), cause());
  }
}
