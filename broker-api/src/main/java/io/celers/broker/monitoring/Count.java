package io.celers.broker.monitoring;

/**
 * A number of tasks, and how it was found.
 *
 * @param value zero or more
 * @param precision how far to trust it
 */
public record Count(long value, Precision precision) {

  /** Checks the range. */
  public Count {
    if (value < 0) {
      throw new IllegalArgumentException("a count must not be negative, was " + value);
    }
  }

  /** A number that was counted. */
  public static Count exactly(long value) {
    return new Count(value, Precision.EXACT);
  }

  /** The sum, as precise as the less precise of the two. */
  public Count plus(Count other) {
    Precision less = precision.compareTo(other.precision) >= 0 ? precision : other.precision;
    return new Count(value + other.value, less);
  }

  /** The number; with {@code +} behind it if at least that, and {@code ~} before an estimate. */
  @Override
  public String toString() {
    return switch (precision) {
      case EXACT -> Long.toString(value);
      case AT_LEAST -> value + "+";
      case ESTIMATE -> "~" + value;
    };
  }
}
