package io.celers.broker.examples.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same call again and again, by several threads, for a while. */
public final class Calls {

  /** One call. */
  @FunctionalInterface
  public interface Call {

    /** How many tasks it did; none ends the thread's work. */
    int run() throws Exception;
  }

  private record Part(long tasks, Latencies latencies) {}

  private Calls() {}

  /** Rate of the tasks, and p50 and p99 of a call. */
  public static List<Figure> measure(int threads, Duration length, Call call) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Part>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(executor.submit(() -> part(start, length, call)));
      }
      long began = System.nanoTime();
      start.countDown();
      long tasks = 0;
      Latencies latencies = new Latencies();
      for (Future<Part> part : parts) {
        Part done = part.get();
        tasks += done.tasks();
        latencies.addAll(done.latencies());
      }
      long nanos = System.nanoTime() - began;
      List<Figure> figures = new ArrayList<>(List.of(Figure.rate(tasks, nanos)));
      figures.addAll(latencies.figures(""));
      return figures;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      executor.shutdownNow();
    }
  }

  private static Part part(CountDownLatch start, Duration length, Call call) throws Exception {
    start.await();
    long end = System.nanoTime() + length.toNanos();
    long tasks = 0;
    Latencies latencies = new Latencies();
    for (long now = System.nanoTime(); now - end < 0; ) {
      int done = call.run();
      if (done == 0) {
        break;
      }
      tasks += done;
      long after = System.nanoTime();
      latencies.add(after - now);
      now = after;
    }
    return new Part(tasks, latencies);
  }
}
