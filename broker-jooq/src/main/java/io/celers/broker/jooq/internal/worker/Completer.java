package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.ConstraintException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.SerializationConflictException;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.thread.Pause;
import io.celers.broker.worker.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores outcomes, and does not give up easily. Safe for use by many threads.
 *
 * <p>While the database is in trouble a group is tried again, for as long as its leases may last:
 * after a lost reply that is harmless, because a receipt that has settled its task is recognised.
 * An outcome that the tables refuse is told from the others of its group, and becomes a failed
 * attempt.
 */
final class Completer {

  private static final Logger LOG = LoggerFactory.getLogger(Completer.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Settler settler;
  private final InHand inHand;
  private final Listeners listeners;
  private final Duration patience;
  private final CountDownLatch hurry = new CountDownLatch(1);
  private final Queue<HeldTask> unreported = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  /**
   * On these connections.
   *
   * @param patience how long an outcome is worth trying
   */
  Completer(Settler settler, InHand inHand, Listeners listeners, Duration patience) {
    this.settler = settler;
    this.inHand = inHand;
    this.listeners = listeners;
    this.patience = patience;
  }

  /** Stores a group, one statement for each kind of outcome in it. */
  void complete(List<Finished> group) {
    SettleOutcomes.kinds(group).forEach(this::complete);
  }

  /** From now on nothing is tried again: the worker does not wait for it any more. */
  void hurry() {
    hurry.countDown();
  }

  /** From now on tasks that are given up are kept, to be told at the end. */
  void ending() {
    ending = true;
  }

  /** Tasks that were given up since the end began. */
  List<HeldTask> unreported() {
    return new ArrayList<>(unreported);
  }

  private void complete(SettleOutcomes kind, List<Finished> group) {
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    long begin = System.nanoTime();
    int tries = 0;
    while (true) {
      try {
        List<Settlement> settlements = kind.execute(settler, group);
        for (int i = 0; i < group.size(); i++) {
          settled(group.get(i), settlements.get(i));
        }
        return;
      } catch (RuntimeException e) {
        if (isPermanent(e)) {
          refused(group, e);
          return;
        }
        if (tries++ == 0 && !(e instanceof SerializationConflictException)) {
          LOG.warn("{} outcomes could not be stored yet: {}", group.size(), e.toString());
        }
        if (System.nanoTime() - begin > patience.toNanos() || waited(pause.next())) {
          giveUp(group, e);
          return;
        }
      }
    }
  }

  /** What does not depend on the state of the database will not be better the next time. */
  private static boolean isPermanent(RuntimeException e) {
    return !(e instanceof DatabaseException) || e instanceof ConstraintException;
  }

  /** Each by itself, to find the one; that one has failed. */
  private void refused(List<Finished> group, RuntimeException e) {
    if (group.size() > 1) {
      group.forEach(finished -> complete(List.of(finished)));
      return;
    }
    Finished finished = group.get(0);
    if (finished.outcome() instanceof Outcome.Done) {
      LOG.warn("result of {} could not be stored", finished.delivery(), e);
      Rejection failed = Rejection.retry("the result could not be stored: " + e);
      complete(List.of(finished.with(new Outcome.Rejected(failed))));
    } else {
      giveUp(group, e);
    }
  }

  /** Whether the worker is in a hurry by the end of the wait. */
  boolean waited(long nanos) {
    try {
      return hurry.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // A handler's thread that settles at once; its interruption was meant for the handler.
      return hurry.getCount() == 0;
    }
  }

  /** Forgets the task, whatever became of it, and tells so. */
  void settled(Finished finished, Settlement settlement) {
    if (settlement instanceof NotHeld.AlreadySettled again) {
      // Sent before, and the reply was lost.
      settled(finished, new Settlement.Settled(again.id(), meant(finished)));
    } else if (settlement instanceof NotHeld why) {
      lost(finished.task(), why);
    } else if (inHand.remove(finished.task()) && finished.task().takeTelling()) {
      Settlement.Settled settled = (Settlement.Settled) settlement;
      listeners.tell(listener -> listener.settled(finished.delivery(), settled));
    }
  }

  /** Forgets a task that is not held any more; a heartbeat may find out at the same time. */
  void lost(HeldTask task, NotHeld why) {
    if (inHand.remove(task) && task.takeTelling()) {
      LOG.info("outcome of {} is not stored: {}", task, why);
      listeners.tell(listener -> listener.lost(task.delivery(), why));
    }
  }

  private void giveUp(List<Finished> group, RuntimeException e) {
    List<HeldTask> tasks = group.stream().map(Finished::task).toList();
    LOG.error("outcomes of {} could not be stored", tasks, e);
    tasks.forEach(task -> unreported(task, e));
  }

  /** Forgets a task that is left to be delivered again when its lease ends, and tells so. */
  void unreported(HeldTask task, RuntimeException e) {
    if (inHand.remove(task) && task.takeTelling()) {
      if (ending) {
        unreported.add(task);
      }
      listeners.tell(listener -> listener.unreported(task.delivery(), e));
    }
  }

  /** Where the task should be; a retry of the last delivery went into the dead letters. */
  private static Settlement.Fate meant(Finished finished) {
    if (finished.outcome() instanceof Outcome.Rejected rejected) {
      Rejection rejection = rejected.rejection();
      if (rejection instanceof Rejection.Retry) {
        return finished.delivery().isLast() ? Settlement.Fate.DEAD_LETTER : Settlement.Fate.RETRY;
      }
      if (rejection instanceof Rejection.Cancel) {
        return Settlement.Fate.CANCELLED;
      }
      return rejection instanceof Rejection.Discard
          ? Settlement.Fate.DISCARDED
          : Settlement.Fate.DEAD_LETTER;
    }
    return finished.outcome() instanceof Outcome.Snoozed
        ? Settlement.Fate.RELEASED
        : Settlement.Fate.COMPLETED;
  }
}
