package io.celers.broker.examples.indexer;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.BrokerException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends the leases of what the workers hold, so that a short lease is enough for long files.
 *
 * <p>A delivery that is lost all the same is noticed when it is settled.
 */
final class LeaseKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  private final Broker broker;
  private final Duration lease;
  private final Set<Delivery> held = ConcurrentHashMap.newKeySet();
  private final StopRequest end = new StopRequest();
  private final Thread thread = new Thread(this::run, "lease-keeper");

  LeaseKeeper(Broker broker, Duration lease) {
    this.broker = broker;
    this.lease = lease;
    thread.setDaemon(true);
    thread.start();
  }

  void hold(Collection<Delivery> deliveries) {
    held.addAll(deliveries);
  }

  void release(Collection<Delivery> deliveries) {
    deliveries.forEach(held::remove);
  }

  void release(Delivery delivery) {
    held.remove(delivery);
  }

  private void run() {
    while (!end.isRequested()) {
      end.await(lease.dividedBy(3));
      List<Delivery> now = List.copyOf(held);
      if (now.isEmpty()) {
        continue;
      }
      try {
        broker.extendAll(now, lease);
      } catch (BrokerException e) {
        // the next round may succeed; if not, the tasks are delivered again
        log.warn("Could not extend {} leases: {}", now.size(), e.toString());
      }
    }
  }

  @Override
  public void close() {
    end.request();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
