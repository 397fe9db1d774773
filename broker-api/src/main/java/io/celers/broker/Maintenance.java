package io.celers.broker;

import io.celers.broker.delivery.Reaped;

/** Work that keeps the tables small and in order. Safe for use by many threads and processes. */
public interface Maintenance {

  /** Most tasks that one step of the reaper settles: 10,000. */
  int MAX_REAP = 10_000;

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
}
