package io.celers.broker;

import io.celers.broker.delivery.Cancellation;
import io.celers.broker.error.ImportException;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.transfer.Exported;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

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

  /**
   * Writes tasks that meet the criteria as JSON lines, in the order of their ids; archived ones are
   * not among them. Needs a bounded amount of memory and, without a transaction, holds no
   * connection and no snapshot for longer than a page: each task is written as it was at some
   * moment of the export, and one that is there all the time is in the file once. One that comes or
   * goes meanwhile may be missing.
   *
   * <p>A task that is processed is written as pending until its lease ends, because its holder can
   * settle it only here. A due time is written while it is ahead. Receipts and idempotency keys are
   * not written.
   *
   * @param to flushed at the end, not closed
   * @param progress told after every page
   * @return what was written
   * @throws IOException if the stream cannot be written to; what it has is not a whole file then
   */
  Exported export(TaskQuery query, OutputStream to, Consumer<Exported> progress) throws IOException;

  /**
   * Reads tasks that {@link #export} wrote, here or elsewhere, in batches of at most 1,000, each
   * one statement: without a transaction each batch holds by itself.
   *
   * <p>A task whose id is taken, also by a dead letter or in the archive, is left alone, so a file
   * may be imported again. What is due is due now; the maximum length of a queue does not count.
   *
   * @param from read to its end, not closed
   * @param progress told after every batch
   * @return what was done
   * @throws ImportException if a line is broken, or the file is not whole: nothing of the batch
   *     that the line is in is written, and after the file is mended it may be imported again
   * @throws IOException if the stream cannot be read; as with a broken line
   */
  Imported importFrom(InputStream from, Consumer<Imported> progress) throws IOException;
}
