package io.celers.broker.advice;

import java.time.Duration;
import java.util.List;

/**
 * How long a statement of the broker takes.
 *
 * <p>Each of them reads and writes no more than its batch, so it takes milliseconds; from a tenth
 * of a second on the mean {@link Severity#INFO}, from a second {@link Severity#WARNING}. These
 * bounds are a convention. Statements of maintenance and of operators, which carry up to 10,000
 * rows, may take that long.
 *
 * @param statement its text
 * @param calls how often it ran, from 1
 * @param mean how long on the mean, from 0
 * @param p99AtMost what its 99th percentile does not exceed, from 0
 * @param rowsPerCall rows on the mean, finite, from 0
 * @param blocksPerCall blocks on the mean, finite, from 0
 */
public record StatementTime(
    String statement,
    long calls,
    Duration mean,
    Duration p99AtMost,
    double rowsPerCall,
    double blocksPerCall)
    implements Measurement {

  private static final Duration LONG = Duration.ofMillis(100);
  private static final Duration VERY_LONG = Duration.ofSeconds(1);

  /** Checks the figures. */
  public StatementTime {
    if (calls < 1) {
      throw new IllegalArgumentException("calls must be at least 1, was " + calls);
    }
    Figures.notNegative("mean", mean);
    Figures.notNegative("p99AtMost", p99AtMost);
    Figures.notNegative("rowsPerCall", rowsPerCall);
    Figures.notNegative("blocksPerCall", blocksPerCall);
  }

  @Override
  public Finding finding() {
    Severity severity = severity();
    return new Finding(
        "statement-time",
        statement,
        severity,
        List.of(
            Evidence.of("calls", calls, Unit.NUMBER),
            Evidence.of("mean", mean),
            Evidence.of("99 of 100 at most", p99AtMost),
            Evidence.of("rows per call", rowsPerCall, Unit.ROWS),
            Evidence.of("blocks per call", blocksPerCall, Unit.BLOCKS)),
        severity == Severity.OK
            ? "It takes no longer than it should."
            : "Look at its blocks: many for its rows mean dead rows or a bad plan, few mean that it"
                + " waits, for locks or for the disk.",
        List.of());
  }

  private Severity severity() {
    if (mean.compareTo(LONG) < 0) {
      return Severity.OK;
    }
    return mean.compareTo(VERY_LONG) < 0 ? Severity.INFO : Severity.WARNING;
  }
}
