package io.celers.broker.examples.benchmark.run;

/**
 * One measured value.
 *
 * @param metric what was measured, the same words in each round: "rate", "p99"
 */
public record Figure(String metric, Unit unit, double value) {

  /** So many tasks in so many nanoseconds. */
  public static Figure rate(long tasks, long nanos) {
    return new Figure("rate", Unit.TASKS_PER_SECOND, tasks * 1e9 / nanos);
  }

  /** A time, measured in nanoseconds. */
  public static Figure time(String metric, double nanos) {
    return new Figure(metric, Unit.MILLISECONDS, nanos / 1e6);
  }
}
