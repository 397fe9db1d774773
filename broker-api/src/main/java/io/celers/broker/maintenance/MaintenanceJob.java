package io.celers.broker.maintenance;

/** A kind of work that a {@link MaintenancePlan} does again and again. */
public enum MaintenanceJob {

  /** Settles worn-out and expired tasks in queues that nobody claims from. */
  REAP,

  /** Moves finished tasks out of the task table, as the retention policy says. */
  ARCHIVE,

  /** Deletes from the archive, as the retention policy says. */
  PURGE,

  /** Deletes expired idempotency keys, notes of sleepers and dead workers. */
  SWEEP,

  /** Deletes expired results. */
  PURGE_RESULTS,

  /** Deletes old events of the history, if there are any. */
  PURGE_HISTORY,

  /** Puts dead letters back, as the requeue policy says; does nothing without one. */
  REQUEUE,

  /** Gathers the planner's statistics. */
  ANALYZE
}
