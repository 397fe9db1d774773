package io.celers.broker.examples.reliability.process;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.result.TaskResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Claims and acks by hand, without heartbeats: after a pause its acks are stale, and it is the ack
 * itself that has to say so.
 */
final class ManualLoop implements Runnable {

  private static final int BATCH = 5;
  private static final Duration IDLE = Duration.ofMillis(20);
  private static final Duration AGAIN = Duration.ofMillis(100);

  /** Longer than any outage. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final JooqBroker broker;
  private final RecordingListener listener;
  private final long seed;

  /** How large the result is that comes with each ack; none if zero. */
  private final int ballast;

  private volatile boolean stopped;

  ManualLoop(JooqBroker broker, RecordingListener listener, long seed, int ballast) {
    this.broker = broker;
    this.listener = listener;
    this.seed = seed;
    this.ballast = ballast;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        List<Delivery> batch = claimed();
        listener.claimed(batch);
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

  /** What was claimed although the reply was lost comes back when its lease ends. */
  private List<Delivery> claimed() {
    try {
      return broker.queue(OrderTask.name(Order.Kind.MANUAL)).dequeue(BATCH);
    } catch (DatabaseException e) {
      listener.claimFailed(e);
      return List.of();
    }
  }

  private void work(Delivery delivery) throws InterruptedException {
    listener.started(delivery);
    try {
      OrderTask.of(seed, delivery).work(delivery.deliveries());
    } catch (IllegalStateException onPurpose) {
      Fate fate = delivery.isLast() ? Fate.DEAD_LETTER : Fate.RETRY;
      settle(delivery, () -> broker.reject(delivery, Rejection.retry(onPurpose)), fate);
      return;
    }
    settle(delivery, () -> ack(delivery), Fate.COMPLETED);
  }

  private Settlement ack(Delivery delivery) {
    if (ballast == 0) {
      return broker.ack(delivery);
    }
    byte[] noise = new byte[ballast];
    new Random(delivery.id().hashCode()).nextBytes(noise);
    return broker.ack(delivery, TaskResult.success(delivery).value(noise));
  }

  /**
   * Asks until it is answered, as long as that makes sense; a receipt that has settled its task
   * before is a success.
   */
  private void settle(Delivery delivery, Supplier<Settlement> verb, Fate meant)
      throws InterruptedException {
    boolean unheard = false;
    long begin = System.nanoTime();
    while (true) {
      try {
        Settlement settlement = verb.get();
        boolean before = unheard && settlement instanceof NotHeld.AlreadySettled;
        told(delivery, before ? new Settlement.Settled(delivery.id(), meant) : settlement);
        return;
      } catch (DatabaseException e) {
        unheard = true;
        listener.record(EventKind.UNHEARD, delivery, e.getClass().getSimpleName());
        if (stopped || System.nanoTime() - begin > PATIENCE.toNanos()) {
          listener.unreported(delivery, e);
          return;
        }
        Thread.sleep(AGAIN.toMillis());
      }
    }
  }

  private void release(List<Delivery> deliveries) {
    Map<Delivery, Duration> now =
        deliveries.stream().collect(Collectors.toMap(Function.identity(), any -> Duration.ZERO));
    Map<UUID, Delivery> byId =
        deliveries.stream().collect(Collectors.toMap(Delivery::id, Function.identity()));
    try {
      for (Settlement settlement : broker.releaseAll(now)) {
        Delivery delivery = byId.get(settlement.id());
        if (delivery != null) {
          told(delivery, settlement);
        }
      }
    } catch (DatabaseException e) {
      // they come back when their leases end
      deliveries.forEach(delivery -> listener.unreported(delivery, e));
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
