package io.celers.broker.examples.indexer;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.worker.WorkerListener;

/** Counts what the worker tells, and moves the progress bar. */
final class StatisticsListener implements WorkerListener {

  private final Statistics statistics;
  private final Progress progress;

  StatisticsListener(Statistics statistics, Progress progress) {
    this.statistics = statistics;
    this.progress = progress;
  }

  @Override
  public void started(Delivery delivery) {
    statistics.started(delivery);
  }

  @Override
  public void settled(Delivery delivery, Settlement.Settled settlement) {
    switch (settlement.fate()) {
      case COMPLETED -> statistics.indexed.incrementAndGet();
      case DISCARDED, CANCELLED -> statistics.vanished.incrementAndGet();
      case DEAD_LETTER -> statistics.deadLetters.incrementAndGet();
      case RETRY -> statistics.retries.incrementAndGet();
      case RELEASED -> {}
    }
    progress.finished(statistics.finished());
  }

  @Override
  public void lost(Delivery delivery, NotHeld why) {
    statistics.stale.incrementAndGet();
  }
}
