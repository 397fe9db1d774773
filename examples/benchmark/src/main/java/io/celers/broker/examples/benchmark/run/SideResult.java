package io.celers.broker.examples.benchmark.run;

import java.util.List;
import java.util.Optional;

/**
 * What one side of a cell came to.
 *
 * @param plans of some of its metrics, if any
 * @param failure why it has no figures, or not those of all rounds
 */
public record SideResult(
    String name, List<Summary> summaries, List<Plan> plans, Optional<String> failure) {

  Optional<Double> median(String metric) {
    return summaries.stream()
        .filter(summary -> summary.metric().equals(metric))
        .map(Summary::median)
        .findFirst();
  }
}
