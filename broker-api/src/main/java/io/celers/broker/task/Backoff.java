package io.celers.broker.task;

import java.time.Duration;

/** Arithmetic and ranges of the retry policies. */
final class Backoff {

  static final Duration SHORTEST = Duration.ofMillis(1);

  private Backoff() {}

  /** {@code min(max, base * factor)} without overflow; an infinite factor gives {@code max}. */
  static Duration capped(Duration base, double factor, Duration max) {
    // The product is compared as a double before it becomes a Duration, which could overflow.
    double nanos = base.toNanos() * factor;
    return nanos >= max.toNanos() ? max : Duration.ofNanos((long) nanos);
  }

  static int requireRetry(int retry) {
    return Limits.requireInRange("retry", retry, 1, Integer.MAX_VALUE);
  }

  static void requireDelay(String what, Duration value, Duration min) {
    if (value.compareTo(min) < 0 || value.compareTo(Limits.LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(
          what + " must be " + min + ".." + Limits.LONGEST_DURATION + ", was " + value);
    }
  }

  static void requireFactor(String what, double value, double min, double max) {
    // Written so that NaN is refused.
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(what + " must be " + min + ".." + max + ", was " + value);
    }
  }
}
