package io.celers.broker.monitoring;

import java.time.Duration;

/**
 * How many tasks in what time.
 *
 * @param tasks how many; {@link Precision#AT_LEAST} if there may have been more than were looked at
 * @param over the time in which they were counted, up to when they were measured, above zero. The
 *     window that was asked for, or less where as many tasks as are looked at reach back less far
 */
public record Throughput(Count tasks, Duration over) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Checks the time. */
  public Throughput {
    if (over.isNegative() || over.isZero()) {
      throw new IllegalArgumentException("over must be above zero, was " + over);
    }
  }

  /** Tasks in a second, on the mean. */
  public double perSecond() {
    return tasks.value() / (over.getSeconds() + over.getNano() / NANOS_PER_SECOND);
  }

  /** As {@code 120+ in PT5M}. */
  @Override
  public String toString() {
    return tasks + " in " + over;
  }
}
