package io.celers.broker.monitoring;

import java.time.Duration;

/**
 * What {@code pg_stat_statements} says of one statement, since its figures were reset.
 *
 * @param text the statement, constants replaced by parameters, at most 500 characters of it
 * @param calls how often it ran, from 1
 * @param mean how long it ran on the mean
 * @param deviation standard deviation of these times, of all calls
 * @param maximum the longest time
 * @param rows rows that it returned or changed, all calls together
 * @param blocksHit blocks of tables and indexes that it found in PostgreSQL's cache, likewise
 * @param blocksRead those that it had to read, likewise
 */
public record StatementFigures(
    String text,
    long calls,
    Duration mean,
    Duration deviation,
    Duration maximum,
    long rows,
    long blocksHit,
    long blocksRead) {

  /** By Cantelli's inequality a share of 1 / (1 + k * k) lies k deviations above the mean. */
  private static final double DEVIATIONS_OF_P99 = Math.sqrt(99);

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * A time that 99 of 100 calls did not exceed: {@code min(maximum, mean + sqrt(99) * deviation)}.
   *
   * <p>PostgreSQL keeps no percentiles. By the one-sided inequality of Chebyshev and Cantelli (F.
   * P. Cantelli, 1928) this holds whatever the distribution is, so the 99th percentile is at most
   * that; it may be much less.
   */
  public Duration p99AtMost() {
    Duration bound = mean.plusNanos(Math.round(deviation.toNanos() * DEVIATIONS_OF_P99));
    return bound.compareTo(maximum) < 0 ? bound : maximum;
  }

  /** Rows of one call on the mean. */
  public double rowsPerCall() {
    return (double) rows / calls;
  }

  /** Blocks of one call on the mean, found in the cache or read. */
  public double blocksPerCall() {
    return ((double) blocksHit + blocksRead) / calls;
  }

  /** Seconds that all calls took together. */
  public double totalSeconds() {
    return mean.toNanos() / NANOS_PER_SECOND * calls;
  }
}
