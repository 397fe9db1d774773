package io.celers.broker;

import io.celers.broker.delivery.Reaped;
import io.celers.broker.maintenance.MaintenancePlan;
import io.celers.broker.maintenance.Progress;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.maintenance.RunningMaintenance;
import io.celers.broker.maintenance.Swept;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Work that keeps the tables small and in order.
 *
 * <p>Nothing here waits for anybody, and nobody waits for it: rows that other transactions have
 * locked are passed over, and the rows of a batch are locked no longer than its one statement takes
 * where the broker is in no transaction. Inside a caller's transaction all batches are part of that
 * transaction.
 *
 * <p>Safe for use by many threads and processes.
 */
public interface Maintenance {

  /** Most tasks that one step of the reaper settles: 10,000. */
  int MAX_REAP = 10_000;

  /** Most rows of each kind that one step of the sweep deletes: 10,000. */
  int MAX_SWEEP = 10_000;

  /**
   * Settles tasks that no claim will deliver, also in queues that nobody claims from: deliveries
   * used up to the dead letters, expired to cancelled.
   *
   * <p>A claim does the same for the tasks that it meets. One step examines a bounded number of
   * live tasks in key order, and the next step of the same broker goes on from there, so it may run
   * on a timer however long the queues are. Joins the transaction of the broker it came from.
   * Locked tasks are passed over.
   *
   * @param limit most tasks to settle, 1 to 10,000
   */
  Reaped reap(int limit);

  /**
   * One step of making tasks claimable at once whose holder has had them for so long, although
   * their leases still run: for holders that are known to be dead or stuck. {@link Bulk#all} does
   * all steps.
   *
   * <p>A task whose lease has ended needs no recovery: the next claim delivers it. As with an ended
   * lease, a task whose deliveries are used up goes to the dead letters, and one that has expired
   * is cancelled. The receipt of every other one stays valid until somebody else claims it: a
   * holder that is alive after all may still settle the task, or take it back by extending its
   * lease. After the next claim its verbs answer that the lease is lost.
   *
   * <p>Joins the transaction of the broker it came from. Locked tasks are passed over.
   *
   * @param age how long ago the claim must have been, by the clock of the database; above zero, at
   *     most ten years
   * @return how many tasks were made claimable, buried or cancelled; 0 if there were none
   */
  Bulk recoverStuck(Duration age, Page page);

  /**
   * Moves finished tasks that have been kept long enough into the archive, or deletes them, as the
   * policy says.
   *
   * <p>Walks the whole task table once in the order of ids, in batches of one statement each, which
   * look at no more than {@value Page#EXAMINED} rows: a batch happens as a whole or not at all, and
   * a task is always in exactly one of the two tables. Batches before an error stay. Archived tasks
   * are complete; {@link Tasks#find} and enqueues with the same id go on finding them.
   *
   * @param progress is told after each batch; what it throws ends the walk
   * @return how far it came
   */
  Progress archive(RetentionPolicy policy, Consumer<Progress> progress);

  /**
   * Deletes for good what has been in the archive for long enough.
   *
   * <p>Walks the archive as {@link #archive} does the task table. Does nothing where the policy
   * keeps the archive for ever.
   *
   * @param progress is told after each batch; what it throws ends the walk
   * @return how far it came
   */
  Progress purge(RetentionPolicy policy, Consumer<Progress> progress);

  /**
   * One step of deleting what has lost its meaning: expired idempotency keys, notes of workers that
   * have woken up since, registrations of workers that gave no sign of life.
   *
   * <p>One statement. Joins the transaction of the broker it came from.
   *
   * @param deadAfter since when a worker must have been silent; above zero, at most ten years
   * @param limit most rows of each kind, 1 to 10,000
   */
  Swept sweep(Duration deadAfter, int limit);

  /**
   * Puts dead letters back into their queues whose wait is over, as the policy says; each as by
   * {@link DeadLetters#requeue}. For a timer of one's own; a plan does the same with {@link
   * MaintenancePlan#requeueDeadLetters}.
   *
   * <p>Walks the dead letters in the order of their ids, in steps of one statement each: a task is
   * in its queue again or still a dead letter, never both, never neither. Joins the transaction of
   * the broker it came from. Locked dead letters are passed over, so of two calls at the same time
   * each puts back others. One whose id a task has meanwhile is left alone.
   *
   * @return how many were put back, at most the policy's {@code perRun}; 0 if none was due
   */
  int requeueDeadLetters(RequeuePolicy policy);

  /**
   * Gathers the planner's statistics of all tables of the broker, as after a large import.
   *
   * <p>Needs the owner of the tables or the right to maintain them: PostgreSQL skips the others
   * with a warning, which is logged.
   *
   * @throws IllegalStateException inside a transaction: the statistics would not be seen by others
   *     before its end, and it would hold back everybody's vacuum meanwhile
   */
  void analyze();

  /**
   * Frees the space of dead rows in all tables of the broker. Autovacuum does so by itself; this is
   * for the moment after many rows were deleted at once. Blocks neither readers nor writers.
   *
   * <p>Rights as for {@link #analyze}.
   *
   * @throws IllegalStateException inside a transaction, where PostgreSQL does not allow it
   */
  void vacuum();

  /**
   * Does all this again and again in one daemon thread, as the plan says.
   *
   * <p>Any number of processes may do so: one works at a time, and a job that one of them has done
   * is not done again by another before its interval has passed. Each batch is a transaction of its
   * own, in which that process holds a lock; so nothing is left behind by a process that dies, and
   * connections may go through a transaction pooler. Failures are logged, and tried again later.
   *
   * @return to stop it, before the broker is closed
   * @throws IllegalStateException if this broker is in a transaction, or on a single connection
   */
  RunningMaintenance start(MaintenancePlan plan);
}
