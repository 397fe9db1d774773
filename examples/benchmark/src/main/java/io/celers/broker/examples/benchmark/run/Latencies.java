package io.celers.broker.examples.benchmark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times in nanoseconds, all of them kept. Safe for use by many threads. */
public final class Latencies {

  private long[] nanos = new long[1_024];
  private int count;

  /** One more. */
  public synchronized void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = time;
  }

  /** All of another. */
  public void addAll(Latencies other) {
    for (long time : other.copy()) {
      add(time);
    }
  }

  /** How many there are. */
  public synchronized int count() {
    return count;
  }

  /**
   * The time that this share of all did not exceed.
   *
   * @param share above 0, up to 1; 1 gives the longest
   */
  public synchronized double quantile(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = copy();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
  }

  private synchronized long[] copy() {
    return Arrays.copyOf(nanos, count);
  }

  /** p50 and p99; none if there are no times. */
  public List<Figure> figures(String prefix) {
    return count() == 0
        ? List.of()
        : List.of(
            Figure.time(prefix + "p50", quantile(0.5)),
            Figure.time(prefix + "p99", quantile(0.99)));
  }

  /** p50, p95, p99 and the longest. */
  public List<Figure> allFigures(String prefix) {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.time(prefix + "p50", quantile(0.5)));
    figures.add(Figure.time(prefix + "p95", quantile(0.95)));
    figures.add(Figure.time(prefix + "p99", quantile(0.99)));
    figures.add(Figure.time(prefix + "max", quantile(1)));
    return figures;
  }
}
