package io.celers.broker.examples.benchmark.run;

import java.util.List;
import java.util.Optional;

/**
 * What one side of a cell came to.
 *
 * @param plans of some of its metrics, if any
 * @param series of some of its metrics, if any
 * @param absence why it was not measured at all, which is no failure: what it needs is not there
 * @param failure why it has no figures, or not those of all rounds
 */
public record SideResult(
    String name,
    List<Summary> summaries,
    List<Plan> plans,
    List<Series> series,
    Optional<String> absence,
    Optional<String> failure) {

  /** Median of a metric, if it was measured. */
  public Optional<Double> median(String metric) {
    return summaries.stream()
        .filter(summary -> summary.metric().equals(metric))
        .map(Summary::median)
        .findFirst();
  }
}
