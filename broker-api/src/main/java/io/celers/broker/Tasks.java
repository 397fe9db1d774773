package io.celers.broker;

import io.celers.broker.delivery.Cancellation;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.TaskDetails;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The tasks in the queues: looked at, and changed by operators.
 *
 * <p>Nothing here scans the task table without a bound but {@link #count} and {@link #countBy}: a
 * page and a step of a verb on many examine at most {@value Page#EXAMINED} tasks in the order of
 * their ids, say where they ended, and whether anything is left.
 *
 * <p>Every call joins the transaction of the broker it came from. No verb waits: tasks that other
 * transactions have locked are passed over. Safe for use by many threads.
 */
public interface Tasks {

  /** Most groups of a count by some dimension; the largest ones are told. */
  int MAX_GROUPS = 1_000;

  /** Looks a task up, also in the archive; empty if there is none of that id. */
  Optional<TaskDetails> find(UUID id);

  /** The payload of a task, also in the archive, as stored; empty if there is no such task. */
  Optional<byte[]> payload(UUID id);

  /** Tasks that meet the criteria, in the order of their ids; archived ones are not among them. */
  Slice<TaskDetails> list(TaskQuery query, Page page);

  /** How many tasks meet the criteria. Reads all of them: its time grows with the table. */
  long count(TaskQuery query);

  /**
   * How many tasks meet the criteria in each group, the largest groups first, at most {@value
   * #MAX_GROUPS}. Reads all of them: its time grows with the table.
   */
  Map<String, Long> countBy(Dimension dimension, TaskQuery query);

  /**
   * Cancels a task: pending or processing to cancelled.
   *
   * <p>Never waits: a task that another transaction has locked answers {@link Cancellation.Busy}.
   * Who holds the task learns of it when it settles.
   *
   * @param reason why, up to 4,096 bytes; stored with the task
   */
  Cancellation cancel(UUID id, String reason);

  /**
   * One step of cancelling many: pending or processing to cancelled. {@link Bulk#all} does all
   * steps.
   */
  Bulk cancelAll(TaskQuery query, String reason, Page page);

  /** One step of giving many unfinished tasks another priority, 0 to 9. */
  Bulk prioritizeAll(TaskQuery query, int priority, Page page);

  /**
   * One step of moving many unfinished tasks into another queue. Idempotency keys stay with the
   * queue in which they were taken.
   */
  Bulk moveAll(TaskQuery query, String queue, Page page);

  /** One step of making many pending tasks due now. */
  Bulk makeDueAll(TaskQuery query, Page page);
}
