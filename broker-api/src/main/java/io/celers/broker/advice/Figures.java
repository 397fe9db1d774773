package io.celers.broker.advice;

import io.celers.broker.task.Limits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** Checks and arithmetic that the rules share. */
final class Figures {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SHOWN_DIGITS = 6;
  // Products of decimal fractions miss whole numbers by this much at most.
  private static final double ROUNDING = 1e-9;

  private Figures() {}

  static long notNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must be at least 0, was " + value);
    }
    return value;
  }

  /** Infinity and NaN are no measurements either. */
  static double notNegative(String what, double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(what + " must be finite and at least 0, was " + value);
    }
    return value;
  }

  static Duration notNegative(String what, Duration value) {
    if (value.isNegative() || value.compareTo(Limits.LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(
          what + " must be PT0S.." + Limits.LONGEST_DURATION + ", was " + value);
    }
    return value;
  }

  static Duration positive(String what, Duration value) {
    return Limits.requirePositive(what, value);
  }

  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
  }

  /** How long so many take at this rate; empty if they never get there, or not in ten years. */
  static Optional<Duration> timeFor(double events, Rate rate) {
    if (events == 0) {
      return Optional.of(Duration.ZERO);
    }
    double seconds = events / rate.perSecond();
    if (!(seconds <= Limits.LONGEST_DURATION.getSeconds())) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Math.round(seconds * 1_000)));
  }

  /** The next whole number, forgiving what binary fractions add; ends at the largest long. */
  static long ceil(double value) {
    return (long) Math.ceil(value - Math.abs(value) * ROUNDING);
  }

  static long clamp(long value, long min, long max) {
    return Math.max(min, Math.min(value, max));
  }

  /** Up to six digits, never in powers of ten below a thousand million. */
  static String text(double value) {
    return number(value).toPlainString();
  }

  /** Up to six digits behind which nothing was measured anyway. */
  static BigDecimal number(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal shown =
        exact.abs().compareTo(BigDecimal.valueOf(1_000_000)) >= 0
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(new MathContext(SHOWN_DIGITS, RoundingMode.HALF_UP));
    return stripped(shown);
  }

  private static BigDecimal stripped(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
