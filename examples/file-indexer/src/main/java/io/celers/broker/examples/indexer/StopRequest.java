package io.celers.broker.examples.indexer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody wants the program to end: a signal, or a failure. Safe for use by many threads. */
final class StopRequest {

  private final CountDownLatch requested = new CountDownLatch(1);

  void request() {
    requested.countDown();
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits so long, or until the request. */
  void await(Duration time) {
    try {
      if (requested.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      // nobody interrupts our threads but to end them
      request();
      Thread.currentThread().interrupt();
    }
  }
}
