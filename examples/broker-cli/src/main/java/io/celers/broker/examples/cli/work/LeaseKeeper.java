package io.celers.broker.examples.cli.work;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.error.BrokerException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Extends the lease of one delivery while its command runs, and ends the command if it is lost. */
final class LeaseKeeper implements AutoCloseable {

  private final Broker broker;
  private final Delivery delivery;
  private final Duration lease;
  private final Process process;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease-keeper");
            thread.setDaemon(true);
            return thread;
          });

  LeaseKeeper(Broker broker, Delivery delivery, Duration lease, Process process) {
    this.broker = broker;
    this.delivery = delivery;
    this.lease = lease;
    this.process = process;
  }

  /** From now on, until it is closed. */
  void start() {
    long third = Math.max(1, lease.toMillis() / 3);
    var unused = timer.scheduleWithFixedDelay(this::extend, third, third, TimeUnit.MILLISECONDS);
  }

  private void extend() {
    try {
      if (broker.extend(delivery, lease) instanceof NotHeld) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    } catch (BrokerException e) {
      // the next round may succeed; if not, the settlement tells that the lease was lost
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
