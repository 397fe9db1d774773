package io.celers.broker.examples.reliability.report;

import java.util.List;

/** Of a few figures, the middle, the worst but for one in a hundred, and the worst. */
public final class Percentiles {

  private Percentiles() {}

  /** As text; times are in microseconds. */
  public static String ofMicros(List<Long> micros) {
    if (micros.isEmpty()) {
      return "none";
    }
    List<Long> sorted = micros.stream().sorted().toList();
    return "p50 %,d ms, p99 %,d ms, max %,d ms"
        .formatted(at(sorted, 50), at(sorted, 99), at(sorted, 100));
  }

  private static long at(List<Long> sorted, int percent) {
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return sorted.get(Math.max(0, index)) / 1_000;
  }
}
