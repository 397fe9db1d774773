package io.celers.broker.jooq.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads that start at the same moment. */
public final class Together {

  /** What one of them does. */
  @FunctionalInterface
  public interface Part<T> {
    /** Does the part of the thread of this number, from 0. */
    T run(int thread) throws Exception;
  }

  private static final long PATIENCE_SECONDS = 120;

  private Together() {}

  /** Runs them, and returns what each returned; throws what one of them threw. */
  public static <T> List<T> run(int threads, Part<T> part) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch ready = new CountDownLatch(threads);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        futures.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return part.run(thread);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
