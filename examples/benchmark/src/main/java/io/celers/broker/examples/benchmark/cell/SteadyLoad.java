package io.celers.broker.examples.benchmark.cell;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Calls at a fixed rate; one that is late is made up for. */
final class SteadyLoad {

  /** Adds so many tasks. */
  @FunctionalInterface
  interface Add {
    void add(int count) throws Exception;
  }

  private static final int SETTLE_MILLIS = 10;

  private SteadyLoad() {}

  /** Returns how many were added. */
  static long run(int perSecond, int batch, Duration length, Add add) throws Exception {
    long began = System.nanoTime();
    long interval = TimeUnit.SECONDS.toNanos(1) * batch / perSecond;
    long added = 0;
    for (long call = 0; call * interval < length.toNanos(); call++) {
      long wait = began + call * interval - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      } else if (System.nanoTime() - began > length.toNanos()) {
        break;
      }
      add.add(batch);
      added += batch;
    }
    return added;
  }

  /** Waits until so many are done, but not longer than this. */
  static void settle(long added, Duration longest, IntSupplier done) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (done.getAsInt() < added && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    }
  }
}
