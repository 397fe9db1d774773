package io.celers.broker.testdb.junit;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskDetails;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A task that nobody has claimed, in the shape in which the broker reads payloads. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Undelivered(TaskDetails task, byte[] payload) implements Delivery {

  @Override
  public UUID id() {
    return task.id();
  }

  @Override
  public String queue() {
    return task.queue();
  }

  @Override
  public String name() {
    return task.name();
  }

  @Override
  public int version() {
    return task.version();
  }

  @Override
  public String codec() {
    return task.codec();
  }

  @Override
  public int priority() {
    return task.priority();
  }

  @Override
  public int deliveries() {
    return task.deliveries();
  }

  @Override
  public int maxRetries() {
    return task.maxRetries();
  }

  @Override
  public Optional<RetryPolicy> retryPolicy() {
    return task.retryPolicy();
  }

  @Override
  public Instant createdAt() {
    return task.createdAt();
  }

  @Override
  public Instant scheduledAt() {
    return task.scheduledAt();
  }

  @Override
  public Optional<Instant> expiresAt() {
    return task.expiresAt();
  }

  @Override
  public Map<String, String> headers() {
    return task.headers();
  }

  @Override
  public Set<String> tags() {
    return task.tags();
  }

  @Override
  public UUID receipt() {
    throw new UnsupportedOperationException("nobody has claimed task " + task.id());
  }

  @Override
  public Instant dueAt() {
    throw new UnsupportedOperationException("nobody has claimed task " + task.id());
  }

  @Override
  public Instant claimedAt() {
    throw new UnsupportedOperationException("nobody has claimed task " + task.id());
  }

  @Override
  public Instant leaseUntil() {
    throw new UnsupportedOperationException("nobody has claimed task " + task.id());
  }

  @Override
  public Optional<String> lastError() {
    return task.error();
  }
}
