package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.worker.RunningTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task that the worker has in hand: waiting, running, or waiting to be settled.
 *
 * <p>Moments are those of {@link System#nanoTime()}.
 */
final class HeldTask implements RunningTask {

  /** Why a task is to be stopped. */
  enum Stop {
    /** Somebody else has it by now, or nobody. */
    LOST,
    /** It ran longer than it may. */
    TOO_LONG,
    /** The worker does not wait for it any more. */
    ABANDONED
  }

  private final Delivery delivery;
  private final Handler handler;
  private final long sequence;
  private volatile long extendedAt;
  private volatile @Nullable Stop stop;
  private volatile boolean stuck;
  private volatile boolean alone;
  private volatile @Nullable Turn turn;
  private @Nullable Thread thread;
  private long begunAt;
  private long stoppedAt;
  private boolean settling;
  private boolean told;

  /**
   * Claimed just now.
   *
   * @param sequence counts what was claimed, in the order in which it should be worked on
   * @param claimedAt a moment before the claim, from which its lease counts at the earliest
   */
  HeldTask(Delivery delivery, Handler handler, long sequence, long claimedAt) {
    this.delivery = delivery;
    this.handler = handler;
    this.sequence = sequence;
    this.extendedAt = claimedAt;
    this.alone = delivery.deliveries() > 1;
  }

  @Override
  public Delivery delivery() {
    return delivery;
  }

  @Override
  public boolean cancelled() {
    return stop != null;
  }

  Handler handler() {
    return handler;
  }

  long sequence() {
    return sequence;
  }

  @Nullable Stop stop() {
    return stop;
  }

  /** How many tasks may be done together with it, itself included. */
  int batch() {
    return alone ? 1 : handler.most();
  }

  /** Whether the other one may be done in a batch of this one. */
  boolean goesWith(HeldTask other) {
    return other.handler == handler && !other.alone;
  }

  /** From now on it is done by itself: it has failed with others, and one of them is to blame. */
  void standAlone() {
    alone = true;
  }

  void joins(Turn turn) {
    this.turn = turn;
  }

  /** With whom it runs, or ran last; null if it has only waited so far. */
  @Nullable Turn turn() {
    return turn;
  }

  /** How long ago the lease was made or extended, at most. */
  Duration sinceExtension(long now) {
    return Duration.ofNanos(now - extendedAt);
  }

  void extended(long at) {
    extendedAt = at;
  }

  /** The current thread works on it from now on, unless it was stopped before. */
  synchronized boolean begin(long now) {
    if (stop != null) {
      return false;
    }
    thread = Thread.currentThread();
    begunAt = now;
    settling = false;
    return true;
  }

  /** The thread has done its part; what it was interrupted for concerns nobody else. */
  synchronized Duration end(long now) {
    thread = null;
    settling = true;
    if (stop != null) {
      Thread.interrupted();
    }
    return Duration.ofNanos(now - begunAt);
  }

  /**
   * It is to wait for another turn. That the last one took too long does not count: the task itself
   * has not had its time yet.
   */
  synchronized void waitAgain() {
    if (stop == Stop.TOO_LONG) {
      stop = null;
    }
    stuck = false;
    settling = false;
  }

  /**
   * Raises the flag, and interrupts the thread that works on it.
   *
   * @return false if it had been stopped before
   */
  synchronized boolean stop(Stop why, long now) {
    if (stop != null) {
      return false;
    }
    stop = why;
    stoppedAt = now;
    if (thread != null) {
      thread.interrupt();
    }
    return true;
  }

  /** It is being settled from now on, or given back: whoever does that learns what became of it. */
  synchronized void beginSettling() {
    settling = true;
  }

  /** Whether its outcome is on its way, or stored already, or it is given back. */
  synchronized boolean isSettling() {
    return settling;
  }

  /** Whether its handler runs, and has done so for longer than this. */
  synchronized boolean runsLongerThan(Duration limit, long now) {
    return thread != null && now - begunAt > limit.toNanos();
  }

  /** Makes it the caller's to tell what became of it; false if that is somebody else's. */
  synchronized boolean takeTelling() {
    boolean first = !told;
    told = true;
    return first;
  }

  /** Whether its handler runs, although it was interrupted so long ago. */
  synchronized boolean ignoresItsInterruption(Duration patience, long now) {
    return thread != null && stop != null && now - stoppedAt > patience.toNanos();
  }

  /**
   * Its lease is left to run out, because the handler of this turn does not end.
   *
   * @return false if the handler has ended, or was known to be stuck before
   */
  synchronized boolean markStuck(Turn of) {
    if (thread == null || turn != of || stuck) {
      return false;
    }
    stuck = true;
    return true;
  }

  boolean isStuck() {
    return stuck;
  }

  /** Never the payload. */
  @Override
  public String toString() {
    return delivery.toString();
  }
}
