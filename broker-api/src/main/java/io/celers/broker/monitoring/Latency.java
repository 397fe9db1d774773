package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How long something took, of the tasks that were looked at.
 *
 * @param samples how many there were, from 1
 * @param mean their arithmetic mean, rounded down to a nanosecond
 * @param median half of them took no longer
 * @param p95 95 of 100 took no longer
 * @param p99 99 of 100 took no longer: with fewer than 100 samples the same as {@code maximum}
 * @param maximum none took longer
 */
public record Latency(
    int samples, Duration mean, Duration median, Duration p95, Duration p99, Duration maximum) {

  /** Of these times, by the nearest rank: each percentile is one of them. Empty if none. */
  public static Optional<Latency> of(Collection<Duration> times) {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = times.stream().sorted().toList();
    Duration sum = sorted.stream().reduce(Duration.ZERO, Duration::plus);
    return Optional.of(
        new Latency(
            sorted.size(),
            sum.dividedBy(sorted.size()),
            rank(sorted, 50),
            rank(sorted, 95),
            rank(sorted, 99),
            rank(sorted, 100)));
  }

  private static Duration rank(List<Duration> sorted, int percent) {
    return sorted.get((int) (((long) sorted.size() * percent + 99) / 100) - 1);
  }
}
