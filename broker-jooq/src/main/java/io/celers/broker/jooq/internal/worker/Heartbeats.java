package io.celers.broker.jooq.internal.worker;

import static java.util.Objects.requireNonNull;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.jooq.internal.settle.KeepLeases;
import io.celers.broker.jooq.internal.sql.ReservedConnection;
import io.celers.broker.jooq.internal.sql.Times;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of everything in hand, and stops what is not the worker's any more or runs too
 * long. Says now and then that the worker lives.
 *
 * <p>Over a connection that it keeps, so that handlers which use up the pool do not cost their own
 * leases.
 */
final class Heartbeats implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration SHORTEST_TICK = Duration.ofMillis(50);
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(1);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

  private final ReservedConnection connection;
  private final InHand inHand;
  private final Slots slots;
  private final Listeners listeners;
  private final Registry registry;
  private final Duration lease;
  private final Duration patience;
  private final Duration tick;
  private final int replaceable;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean troubled;

  /**
   * Over this connection.
   *
   * @param replaceable most slots that are given to others because their handlers are stuck
   */
  Heartbeats(
      ReservedConnection connection,
      InHand inHand,
      Slots slots,
      Listeners listeners,
      Registry registry,
      Duration lease,
      int replaceable) {
    this.connection = connection;
    this.inHand = inHand;
    this.slots = slots;
    this.listeners = listeners;
    this.registry = registry;
    this.lease = lease;
    this.replaceable = replaceable;
    Duration third = lease.dividedBy(3);
    this.patience = shorter(third, LONGEST_PATIENCE);
    Duration tick = shorter(lease.dividedBy(10), LONGEST_TICK);
    this.tick = tick.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : tick;
  }

  /** Of the connection: a third of the lease, so that another one can still keep it. */
  static Duration longestSilence(Duration lease) {
    Duration silence = shorter(lease.dividedBy(3), LONGEST_SILENCE);
    return silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  void close() {
    closed.countDown();
  }

  @Override
  public void run() {
    try {
      do {
        beat();
      } while (!closed.await(tick.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      Thread.currentThread().interrupt();
    } finally {
      leave();
    }
  }

  /**
   * After the heartbeats have ended in an error: waits until no lease of theirs lasts any more, and
   * interrupts what still runs then.
   */
  void lapse() {
    try {
      if (!closed.await(lease.toNanos(), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        inHand.all().forEach(task -> task.stop(HeldTask.Stop.ABANDONED, now));
      }
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      Thread.currentThread().interrupt();
    }
  }

  private void leave() {
    try {
      registry.remove(connection);
    } catch (RuntimeException e) {
      // A sweep will find the row.
      LOG.debug("worker stays registered", e);
    } finally {
      connection.close();
    }
  }

  private void beat() {
    long now = System.nanoTime();
    List<HeldTask> tasks = inHand.all();
    tasks.forEach(task -> limit(task, now));
    tasks.forEach(task -> watch(task, now));
    try {
      int extended = keepLeases(tasks, now);
      boolean registered = registry.beat(connection, now);
      if (extended > 0 || registered) {
        listeners.tell(listener -> listener.heartbeat(extended));
      }
      troubled = false;
    } catch (RuntimeException e) {
      if (!troubled) {
        LOG.warn("heartbeat failed; trying again every {}", tick, e);
      }
      troubled = true;
    }
  }

  private int keepLeases(List<HeldTask> tasks, long now) {
    Map<Delivery, HeldTask> due =
        tasks.stream()
            .filter(task -> !task.isStuck())
            .filter(task -> task.stop() != HeldTask.Stop.LOST)
            .filter(task -> task.sinceExtension(now).multipliedBy(3).compareTo(lease) >= 0)
            .collect(Collectors.toMap(HeldTask::delivery, Function.identity()));
    if (due.isEmpty()) {
      return 0;
    }
    Map<Delivery, NotHeld> lost =
        connection.run("extend", db -> KeepLeases.execute(db, due.keySet(), Times.micros(lease)));
    due.values().forEach(task -> task.extended(now));
    lost.forEach((delivery, why) -> lose(requireNonNull(due.get(delivery)), why, now));
    return due.size() - lost.size();
  }

  /** A task that waits is dropped; one that runs is interrupted, and ends without an outcome. */
  private void lose(HeldTask task, NotHeld why, long now) {
    boolean waited = slots.withdraw(task);
    if (!waited && task.isSettling()) {
      // Its own outcome may be why: an ack can delete the task, and after a retry or a release
      // somebody else can have done it at once. Guarded by LostLeaseIT.
      return;
    }
    boolean first = task.stop(HeldTask.Stop.LOST, now);
    if (waited) {
      inHand.remove(task);
    }
    if ((first || waited) && task.takeTelling()) {
      LOG.warn("{} is not held any more: {}", task, why);
      listeners.tell(listener -> listener.lost(task.delivery(), why));
    }
  }

  private static void limit(HeldTask task, long now) {
    task.handler()
        .limits()
        .runTime()
        .filter(limit -> task.runsLongerThan(limit, now))
        .ifPresent(limit -> task.stop(HeldTask.Stop.TOO_LONG, now));
  }

  /** A handler that does not end keeps its thread, but neither its leases nor its slot. */
  private void watch(HeldTask task, long now) {
    Turn turn = task.turn();
    if (turn == null || !task.ignoresItsInterruption(patience, now)) {
      return;
    }
    // All of its batch: what one of them was interrupted for keeps the others from being done too.
    List<HeldTask> stuck = turn.tasks().stream().filter(each -> each.markStuck(turn)).toList();
    if (stuck.isEmpty()) {
      return;
    }
    LOG.error("handler of {} goes on although it was interrupted", stuck);
    if (stuckTurns() <= replaceable && turn.leave()) {
      slots.free();
    }
    stuck.forEach(each -> listeners.tell(listener -> listener.stuck(each.delivery())));
  }

  private long stuckTurns() {
    return inHand.all().stream().filter(HeldTask::isStuck).map(HeldTask::turn).distinct().count();
  }
}
