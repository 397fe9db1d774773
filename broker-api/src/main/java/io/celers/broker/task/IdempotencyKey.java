package io.celers.broker.task;

import java.time.Duration;

/**
 * Makes an enqueue happen once: while the key lives, a second task with it is not created.
 *
 * @param value 1 to 255 bytes, unique within a queue
 * @param timeToLive how long the key is remembered, above zero, whatever becomes of the task
 */
public record IdempotencyKey(String value, Duration timeToLive) {

  /** Default time to live: a day, as long as callers usually go on repeating a request. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofDays(1);

  /** Checks both. */
  public IdempotencyKey {
    Limits.requireName("idempotency key", value);
    Limits.requirePositive("timeToLive", timeToLive);
  }

  /** Never the key, which may be a customer's number or the like. */
  @Override
  public String toString() {
    return "idempotency key for " + timeToLive;
  }
}
