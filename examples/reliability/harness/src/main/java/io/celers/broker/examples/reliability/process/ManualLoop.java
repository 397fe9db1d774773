package io.celers.broker.examples.reliability.process;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.jooq.JooqBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Claims and acks by hand, without heartbeats: after a pause its acks are stale, and it is the ack
 * itself that has to say so.
 */
final class ManualLoop implements Runnable {

  private static final int BATCH = 5;
  private static final Duration IDLE = Duration.ofMillis(20);

  private final JooqBroker broker;
  private final RecordingListener listener;
  private final long seed;
  private volatile boolean stopped;

  ManualLoop(JooqBroker broker, RecordingListener listener, long seed) {
    this.broker = broker;
    this.listener = listener;
    this.seed = seed;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        List<Delivery> batch = broker.queue(OrderTask.name(Order.Kind.MANUAL)).dequeue(BATCH);
        batch.forEach(delivery -> listener.record(EventKind.CLAIMED, delivery, ""));
        for (int i = 0; i < batch.size(); i++) {
          if (stopped) {
            release(batch.subList(i, batch.size()));
            return;
          }
          work(batch.get(i));
        }
        if (batch.isEmpty()) {
          Thread.sleep(IDLE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Delivery delivery) throws InterruptedException {
    listener.started(delivery);
    Settlement settlement;
    try {
      OrderTask.of(seed, delivery).work(delivery.deliveries());
      settlement = broker.ack(delivery);
    } catch (IllegalStateException onPurpose) {
      settlement = broker.reject(delivery, Rejection.retry(onPurpose));
    }
    told(delivery, settlement);
  }

  private void release(List<Delivery> deliveries) {
    Map<Delivery, Duration> now =
        deliveries.stream().collect(Collectors.toMap(Function.identity(), any -> Duration.ZERO));
    Map<UUID, Delivery> byId =
        deliveries.stream().collect(Collectors.toMap(Delivery::id, Function.identity()));
    for (Settlement settlement : broker.releaseAll(now)) {
      Delivery delivery = byId.get(settlement.id());
      if (delivery != null) {
        told(delivery, settlement);
      }
    }
  }

  private void told(Delivery delivery, Settlement settlement) {
    if (settlement instanceof NotHeld why) {
      listener.lost(delivery, why);
    } else {
      listener.settled(delivery, (Settlement.Settled) settlement);
    }
  }
}
