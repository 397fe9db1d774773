package io.celers.broker.examples.indexer;

import io.celers.broker.delivery.Delivery;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What the workers did in this run. Safe for use by many threads. */
final class Statistics {

  final AtomicLong indexed = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong deadLetters = new AtomicLong();
  final AtomicLong vanished = new AtomicLong();
  final AtomicLong retries = new AtomicLong();

  /** Work that was thrown away because its lease had ended. */
  final AtomicLong stale = new AtomicLong();

  /** Deliveries of tasks that a process before had left unfinished, or that were retried. */
  final AtomicLong redeliveries = new AtomicLong();

  private long[] pickUpMicros = new long[1024];
  private int pickUps;

  /** Tasks that came to an end. */
  long finished() {
    return indexed.get() + deadLetters.get() + vanished.get();
  }

  /** Notes how long a task waited from enqueue to claim, both by the clock of the database. */
  synchronized void started(Delivery delivery) {
    if (delivery.deliveries() > 1) {
      redeliveries.incrementAndGet();
      return;
    }
    if (pickUps == pickUpMicros.length) {
      pickUpMicros = Arrays.copyOf(pickUpMicros, pickUps * 2);
    }
    Duration waited = Duration.between(delivery.createdAt(), delivery.claimedAt());
    pickUpMicros[pickUps++] = waited.toNanos() / 1_000;
  }

  /** The wait that this part of the tasks did not exceed; zero if there were none. */
  synchronized Duration pickUp(double quantile) {
    if (pickUps == 0) {
      return Duration.ZERO;
    }
    long[] sorted = Arrays.copyOf(pickUpMicros, pickUps);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(quantile * pickUps) - 1;
    return Duration.ofNanos(1_000 * sorted[Math.max(0, rank)]);
  }
}
