package io.celers.broker.examples.benchmark.run;

import java.util.Arrays;
import java.util.List;

/**
 * One metric of one side over all rounds.
 *
 * @param ratio this side's median by that of the first side; NaN if that has none
 */
public record Summary(
    String metric, Unit unit, int rounds, double median, double min, double max, double ratio) {

  static Summary of(String metric, Unit unit, List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Summary(
        metric, unit, sorted.length, median, sorted[0], sorted[sorted.length - 1], Double.NaN);
  }

  Summary against(double reference) {
    return new Summary(metric, unit, rounds, median, min, max, median / reference);
  }
}
