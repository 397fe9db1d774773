package io.celers.broker.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Told what a worker does; for metrics, logs and traces.
 *
 * <p>Called by the threads of the worker, many at once: it should be quick, because the task or the
 * worker waits for it. What it throws is logged and hurts no task. All methods do nothing unless
 * they are overridden.
 */
public interface WorkerListener {

  /**
   * Tasks were claimed, of one queue and by one claim. What becomes of each is told by {@link
   * #settled}, {@link #lost}, {@link #unreported} or {@link #released}, or by {@link Drained}.
   */
  default void claimed(List<Delivery> deliveries) {}

  /** Tasks that were claimed were given back without a penalty, and without an outcome. */
  default void released(List<Delivery> deliveries) {}

  /**
   * A handler is about to run for this task, or for a batch that it is in. What ends that is told
   * by {@link #ended}; or, without an outcome, by {@link #rolledBack}, after which it is started
   * again, by {@link #lost}, which may come while the handler still runs, or by {@link
   * #unreported}.
   *
   * <p>How long the task waited to be claimed is told by {@link Delivery#dueAt()} and {@link
   * Delivery#claimedAt()}, both by the clock of the database.
   */
  default void started(Delivery delivery) {}

  /**
   * A handler returned, or threw; what it wants is not stored yet. Of a batch, each task is told;
   * none of one that was rolled back.
   *
   * @param runTime how long it ran, of a batch for all of its tasks
   */
  default void ended(Delivery delivery, Outcome outcome, Duration runTime) {}

  /**
   * A transaction of several tasks was rolled back; nothing of it was stored, and no retry is used
   * up. Ends what {@link #started} began for each of these. They are still held, and are started
   * again: together, if others of the batch were lost, else each by itself. Those that were lost
   * are told by {@link #lost}.
   */
  default void rolledBack(List<Delivery> batch, Throwable error) {}

  /** An outcome is stored, and this is where the task is now. */
  default void settled(Delivery delivery, Settlement.Settled settlement) {}

  /** A task in hand is somebody else's by now, cancelled, or gone: nothing of it was stored. */
  default void lost(Delivery delivery, NotHeld why) {}

  /**
   * A handler goes on although it was interrupted; its lease is not extended any more. Of a batch,
   * each task is told.
   */
  default void stuck(Delivery delivery) {}

  /**
   * An outcome could not be stored, or a task not be kept or given back, and that is given up: the
   * task is delivered again when its lease ends.
   */
  default void unreported(Delivery delivery, RuntimeException error) {}

  /**
   * Tasks are due that no handler of this worker knows; they are left alone.
   *
   * @param tasks how many by name, counted up to 1,000 in each priority
   */
  default void unknownNames(String queue, Map<String, Integer> tasks) {}

  /** Leases were extended, the registry written: the worker lives. */
  default void heartbeat(int extended) {}

  /** The worker could not claim; it goes on trying. */
  default void claimFailed(RuntimeException error) {}

  /** The worker stops by itself, because the JVM is not fit to go on. */
  default void stopping(Throwable fatal) {}
}
