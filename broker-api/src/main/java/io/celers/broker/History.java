package io.celers.broker;

import io.celers.broker.history.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The log of every change of a task's state. Off unless it is switched on, and free while off.
 *
 * <p>While on, whatever changes a state leaves one row in the same transaction: every call of this
 * library, maintenance, and SQL by hand; a rollback takes it away again. Two things leave none:
 * {@code TRUNCATE}, and sessions with {@code session_replication_role = replica}, as those of
 * logical replication are.
 *
 * <p>Every call joins the transaction of the broker it came from. Safe for use by many threads.
 */
public interface History {

  /** Most events of one task that are told. */
  int MAX_EVENTS = 1_000;

  /** Most events that one purge deletes. */
  int MAX_PURGE = 10_000;

  /**
   * Switches history on, for all processes; takes the owner of the tables.
   *
   * <p>Waits for the transactions that write tasks at the moment, and they for it until its own
   * transaction ends: so call it outside of one. It waits 30 ms for each of three tables at a time,
   * so that nobody queues up behind it for long, and gives up after 40 attempts within some ten
   * seconds.
   *
   * @return false if it was on
   * @throws io.celers.broker.error.TimeoutException if the tables were never free; nothing changed
   * @throws io.celers.broker.error.PermissionException for another role than the owner
   */
  boolean enable();

  /**
   * Switches history off, for all processes; what is written stays. As {@link #enable}, but it
   * waits for transactions that only read tasks, too.
   *
   * @return false if it was off
   * @throws io.celers.broker.error.TimeoutException if the tables were never free; nothing changed
   * @throws io.celers.broker.error.PermissionException for another role than the owner
   */
  boolean disable();

  /** Whether history is on. */
  boolean enabled();

  /**
   * The life of a task, the oldest event first; the last {@value #MAX_EVENTS} events if there are
   * more. Empty for a task that history has not seen.
   */
  List<HistoryEvent> of(UUID taskId);

  /**
   * Deletes the oldest events; to be repeated until it deletes fewer than {@code limit}.
   *
   * @param age events at least so old are deleted, zero to ten years
   * @param limit most events to look at and to delete, 1 to 10,000
   * @return how many were deleted; events that another purge is deleting are passed over
   */
  int purge(Duration age, int limit);
}
