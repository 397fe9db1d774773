package io.celers.broker.task;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt.
 *
 * <p>Every policy is capped before it multiplies, so no number of retries overflows. Its text form
 * ({@link Object#toString()}, {@link #parse}) is what is stored with a task. Immutable.
 */
public sealed interface RetryPolicy {

  /** The policy of a broker that is given no other: 1 s, doubled each time, at most 1 h. */
  RetryPolicy DEFAULT = exponentialWithJitter(Duration.ofSeconds(1), Duration.ofHours(1));

  /**
   * The wait before a retry.
   *
   * @param retry which retry it will be, from 1
   * @param random where chance comes from; not used by policies without jitter
   * @return zero to ten years
   */
  Duration delay(int retry, RandomGenerator random);

  /** At once, every time. */
  static RetryPolicy immediate() {
    return new Immediate();
  }

  /** The same wait every time. */
  static RetryPolicy fixed(Duration delay) {
    return new Fixed(delay);
  }

  /** {@code step}, twice {@code step}, three times {@code step} .. up to {@code max}. */
  static RetryPolicy linear(Duration step, Duration max) {
    return new Linear(step, max);
  }

  /** {@code initial}, doubled each time up to {@code max}. */
  static RetryPolicy exponential(Duration initial, Duration max) {
    return new Exponential(initial, 2, max);
  }

  /**
   * As {@link #exponential}, of which a random part of up to a half is taken off, so that tasks
   * that failed together do not come back together.
   */
  static RetryPolicy exponentialWithJitter(Duration initial, Duration max) {
    return new ExponentialWithJitter(initial, 2, max, 0.5);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is not that of a policy, or one of its values is
   *     out of range
   */
  static RetryPolicy parse(String text) {
    return RetryPolicyText.parse(text);
  }

  /** Retries at once. */
  record Immediate() implements RetryPolicy {
    @Override
    public Duration delay(int retry, RandomGenerator random) {
      Backoff.requireRetry(retry);
      return Duration.ZERO;
    }

    @Override
    public String toString() {
      return RetryPolicyText.IMMEDIATE;
    }
  }

  /**
   * Waits the same time before every retry.
   *
   * @param delay zero to ten years
   */
  record Fixed(Duration delay) implements RetryPolicy {
    /** Checks the range. */
    public Fixed {
      Backoff.requireDelay("delay", delay, Duration.ZERO);
    }

    @Override
    public Duration delay(int retry, RandomGenerator random) {
      Backoff.requireRetry(retry);
      return delay;
    }

    @Override
    public String toString() {
      return RetryPolicyText.FIXED + " delay=" + delay;
    }
  }

  /**
   * Waits {@code min(max, step * retry)}.
   *
   * @param step 1 ms to ten years
   * @param max {@code step} to ten years
   */
  record Linear(Duration step, Duration max) implements RetryPolicy {
    /** Checks the ranges. */
    public Linear {
      Backoff.requireDelay("step", step, Backoff.SHORTEST);
      Backoff.requireDelay("max", max, step);
    }

    @Override
    public Duration delay(int retry, RandomGenerator random) {
      return Backoff.capped(step, Backoff.requireRetry(retry), max);
    }

    @Override
    public String toString() {
      return RetryPolicyText.LINEAR + " step=" + step + " max=" + max;
    }
  }

  /**
   * Waits {@code min(max, initial * multiplier ^ (retry - 1))}.
   *
   * @param initial 1 ms to ten years
   * @param multiplier 1 to 100
   * @param max {@code initial} to ten years
   */
  record Exponential(Duration initial, double multiplier, Duration max) implements RetryPolicy {
    /** Checks the ranges. */
    public Exponential {
      Backoff.requireDelay("initial", initial, Backoff.SHORTEST);
      Backoff.requireFactor("multiplier", multiplier, 1, 100);
      Backoff.requireDelay("max", max, initial);
    }

    @Override
    public Duration delay(int retry, RandomGenerator random) {
      return Backoff.capped(initial, Math.pow(multiplier, Backoff.requireRetry(retry) - 1.0), max);
    }

    @Override
    public String toString() {
      return RetryPolicyText.EXPONENTIAL
          + (" initial=" + initial + " multiplier=" + multiplier + " max=" + max);
    }
  }

  /**
   * Waits {@code d * (1 - jitter * u)}, where {@code d} is the wait of {@link Exponential} and
   * {@code u} is uniform in 0 (inclusive) to 1.
   *
   * @param initial 1 ms to ten years
   * @param multiplier 1 to 100
   * @param max {@code initial} to ten years
   * @param jitter 0 to 1; 1 is what is known as full jitter
   */
  record ExponentialWithJitter(Duration initial, double multiplier, Duration max, double jitter)
      implements RetryPolicy {
    /** Checks the ranges. */
    public ExponentialWithJitter {
      Backoff.requireDelay("initial", initial, Backoff.SHORTEST);
      Backoff.requireFactor("multiplier", multiplier, 1, 100);
      Backoff.requireDelay("max", max, initial);
      Backoff.requireFactor("jitter", jitter, 0, 1);
    }

    @Override
    public Duration delay(int retry, RandomGenerator random) {
      Duration full = new Exponential(initial, multiplier, max).delay(retry, random);
      return Backoff.capped(full, 1 - jitter * random.nextDouble(), full);
    }

    @Override
    public String toString() {
      return RetryPolicyText.EXPONENTIAL_WITH_JITTER
          + (" initial=" + initial + " multiplier=" + multiplier + " max=" + max)
          + (" jitter=" + jitter);
    }
  }
}
