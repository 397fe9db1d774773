package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Series;
import io.celers.broker.examples.benchmark.run.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts tasks, and keeps times of claims, by the part of a round. Safe for use by many threads.
 */
final class Intervals {

  private static final int MOST = 30;
  private static final long SHORTEST_NANOS = Duration.ofMillis(500).toNanos();

  private final long began = System.nanoTime();
  private final long length;
  private final AtomicLongArray tasks;
  private final List<Latencies> claims;

  /** From now on, thirty at most: each a minute if that is half an hour. */
  Intervals(Duration whole) {
    length = Math.max(SHORTEST_NANOS, whole.toNanos() / MOST);
    int count = (int) Math.max(1, whole.toNanos() / length);
    tasks = new AtomicLongArray(count);
    claims = Stream.generate(Latencies::new).limit(count).toList();
  }

  void task() {
    int now = now();
    if (now < tasks.length()) {
      tasks.incrementAndGet(now);
    }
  }

  void claim(long nanos) {
    // what comes while the rest is worked off belongs to the last part
    claims.get(Math.min(now(), claims.size() - 1)).add(nanos);
  }

  private int now() {
    return (int) ((System.nanoTime() - began) / length);
  }

  /** Of the whole round. */
  Latencies claims() {
    Latencies all = new Latencies();
    claims.forEach(all::addAll);
    return all;
  }

  /** The rate, and the p99 of claims of those parts that had any. */
  List<Series> series() {
    List<Double> minutes =
        IntStream.rangeClosed(1, tasks.length()).mapToObj(i -> i * length / 60e9).toList();
    List<Series> series = new ArrayList<>();
    series.add(
        new Series(
            "rate",
            Unit.TASKS_PER_SECOND,
            minutes,
            IntStream.range(0, tasks.length())
                .mapToObj(i -> tasks.get(i) * 1e9 / length)
                .toList()));
    List<Integer> timed =
        IntStream.range(0, claims.size()).filter(i -> claims.get(i).count() > 0).boxed().toList();
    if (!timed.isEmpty()) {
      series.add(
          new Series(
              "claim p99",
              Unit.MILLISECONDS,
              timed.stream().map(minutes::get).toList(),
              timed.stream().map(i -> claims.get(i).quantile(0.99) / 1e6).toList()));
    }
    return series;
  }
}
