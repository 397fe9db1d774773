package io.celers.broker;

import io.celers.broker.error.ImportException;
import io.celers.broker.result.Awaited;
import io.celers.broker.result.StoredResult;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.TypeReference;
import io.celers.broker.transfer.Exported;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What tasks returned, or how they failed: one result for each task, which may outlive it.
 *
 * <p>A worker should give the result to {@link Broker#ack(io.celers.broker.delivery.Delivery,
 * TaskResult)}, which stores it only while the worker holds the task; {@link #store} is not guarded
 * by a receipt.
 *
 * <p>Every call but {@link #await} joins the transaction of the broker it came from. An expired
 * result, by the clock of the database, is as good as deleted. Safe for use by many threads.
 */
public interface Results {

  /** Most ids of one call. */
  int MAX_IDS = 10_000;

  /** Most results that one call of {@link #purgeExpired} deletes. */
  int MAX_PURGE = 10_000;

  /** Longest time to wait for a result. */
  Duration LONGEST_WAIT = Duration.ofDays(1);

  /**
   * Stores a result, in place of the one that the task has, if any. Of two calls at the same time
   * the later one waits for the other's transaction and holds.
   *
   * @throws IllegalArgumentException if the value cannot be written as JSON, or the JSON is refused
   *     as {@link TaskResult#json(String)} does
   * @throws IllegalStateException if a value is to be written and there is no JSON library
   */
  void store(TaskResult result);

  /** Looks the result of a task up, in the archive too. */
  Optional<StoredResult> find(UUID taskId);

  /**
   * Looks many results up in one statement, in the archive too.
   *
   * @param taskIds at most {@value #MAX_IDS}
   * @return those that there are, by task id
   */
  Map<UUID, StoredResult> find(Collection<UUID> taskIds);

  /**
   * Reads what the task returned with the broker's JSON codec.
   *
   * @return the value; empty if the task returned nothing, or JSON null
   * @throws IllegalArgumentException if it cannot be read as such; says nothing of the value
   * @throws IllegalStateException if there is no JSON library
   */
  <T> Optional<T> value(StoredResult result, Class<T> type);

  /** As {@link #value(StoredResult, Class)}, for a generic type. */
  <T> Optional<T> value(StoredResult result, TypeReference<T> type);

  /**
   * Deletes a result for ever, from the archive too.
   *
   * @return false if there was none
   */
  boolean delete(UUID taskId);

  /**
   * Moves results that were stored longer ago than an age into the archive, where they are still
   * found. Expired ones are left to {@link #purgeExpired}.
   *
   * <p>Goes through the table in steps of at most 1,000 results, each one statement: without a
   * transaction each step holds by itself. Results that somebody else is changing are passed over.
   *
   * @param age zero to ten years
   * @return how many were moved
   */
  long archive(Duration age);

  /**
   * Deletes expired results, those in the archive too, the longest expired ones first. Those that
   * somebody else is changing are passed over.
   *
   * @param limit most results to delete, 1 to {@value #MAX_PURGE}
   * @return how many were deleted; less than the limit if no more were found
   */
  int purgeExpired(int limit);

  /**
   * Waits until the task has a final result.
   *
   * <p>Looks for the result at once and then again and again, at intervals that grow from 5 ms to a
   * second, with two short statements each; holds no connection in between. Who still waits then
   * notes that in the database, in a statement of its own, and is notified when the result is
   * stored, unless the broker is without notifications; all who wait in one broker share one
   * connection that listens. A task that is enqueued in a transaction which is not committed yet is
   * {@link Awaited.Absent}; one that ended without a result is {@link Awaited.Ended}, which nobody
   * notifies of, so it is noticed within a second.
   *
   * @param timeout zero, to look once, to one day
   * @throws IllegalStateException if this broker is in a transaction: it would be kept open, and at
   *     REPEATABLE READ and above would never see the result
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Awaited await(UUID taskId, Duration timeout) throws InterruptedException;

  /**
   * Writes all results as JSON lines, in the order of the ids of their tasks; as {@link
   * Tasks#export}. Those that have expired or are in the archive are not among them.
   *
   * @param to flushed at the end, not closed
   * @param progress told after every page
   * @return what was written
   * @throws IOException if the stream cannot be written to; what it has is not a whole file then
   */
  Exported export(OutputStream to, Consumer<Exported> progress) throws IOException;

  /**
   * Reads results that {@link #export} wrote; as {@link Tasks#importFrom}. A result that a task has
   * is left alone, also one in the archive; it conflicts if it says something else.
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
