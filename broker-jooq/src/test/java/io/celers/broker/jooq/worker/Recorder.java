package io.celers.broker.jooq.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Keeps what a worker told. */
final class Recorder implements WorkerListener {

  final List<Delivery> claimed = new CopyOnWriteArrayList<>();
  final List<Delivery> released = new CopyOnWriteArrayList<>();
  final List<Delivery> started = new CopyOnWriteArrayList<>();
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  final Map<UUID, Settlement.Fate> fates = new ConcurrentHashMap<>();
  final Map<UUID, NotHeld> lost = new ConcurrentHashMap<>();
  final List<List<UUID>> rolledBack = new CopyOnWriteArrayList<>();
  final List<UUID> stuck = new CopyOnWriteArrayList<>();
  final List<UUID> unreported = new CopyOnWriteArrayList<>();
  final Map<String, Map<String, Integer>> unknown = new ConcurrentHashMap<>();
  final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  final AtomicInteger extended = new AtomicInteger();
  final AtomicInteger beats = new AtomicInteger();
  final AtomicInteger failedClaims = new AtomicInteger();

  static ConditionFactory patiently() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }

  /** Returns when so many outcomes are stored. */
  void awaitSettled(int count) {
    patiently().until(() -> fates.size() >= count);
  }

  /** Returns when a task is told as lost, which is after the worker has let go of it. */
  void awaitLost(UUID id) {
    patiently().until(() -> lost.containsKey(id));
  }

  @Override
  public void claimed(List<Delivery> deliveries) {
    claimed.addAll(deliveries);
  }

  @Override
  public void released(List<Delivery> deliveries) {
    released.addAll(deliveries);
  }

  @Override
  public void started(Delivery delivery) {
    started.add(delivery);
  }

  @Override
  public void ended(Delivery delivery, Outcome outcome, Duration runTime) {
    outcomes.add(outcome);
  }

  @Override
  public void settled(Delivery delivery, Settlement.Settled settlement) {
    fates.put(delivery.id(), settlement.fate());
  }

  @Override
  public void lost(Delivery delivery, NotHeld why) {
    lost.put(delivery.id(), why);
  }

  @Override
  public void rolledBack(List<Delivery> batch, Throwable error) {
    rolledBack.add(batch.stream().map(Delivery::id).toList());
  }

  @Override
  public void stuck(Delivery delivery) {
    stuck.add(delivery.id());
  }

  @Override
  public void unreported(Delivery delivery, RuntimeException error) {
    unreported.add(delivery.id());
  }

  @Override
  public void unknownNames(String queue, Map<String, Integer> tasks) {
    unknown.put(queue, tasks);
  }

  @Override
  public void heartbeat(int extended) {
    this.extended.addAndGet(extended);
    beats.incrementAndGet();
  }

  @Override
  public void claimFailed(RuntimeException error) {
    failedClaims.incrementAndGet();
  }

  @Override
  public void stopping(Throwable cause) {
    fatal.add(cause);
  }
}
