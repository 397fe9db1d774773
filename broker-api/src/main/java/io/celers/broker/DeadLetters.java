package io.celers.broker;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.error.ImportException;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterDimension;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
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
 * Tasks that failed for good and wait for a decision.
 *
 * <p>Every call joins the transaction of the broker it came from. No verb waits: of two operators
 * who do the same at the same time, each dead letter is dealt with by one. Safe for use by many
 * threads.
 */
public interface DeadLetters {

  /** Most groups of a count; the largest ones are told. */
  int MAX_GROUPS = 1_000;

  /** Looks one up; empty if there is none of that id. */
  Optional<DeadLetter> find(UUID id);

  /**
   * Dead letters that meet the criteria, in the order of their ids. A page examines at most {@value
   * Page#EXAMINED} of them.
   */
  Slice<DeadLetter> list(DeadLetterQuery query, Page page);

  /** How many dead letters meet the criteria. Reads all of them. */
  long count(DeadLetterQuery query);

  /**
   * How many dead letters meet the criteria in each group, the largest groups first, at most
   * {@value #MAX_GROUPS}. Reads all of them.
   */
  Map<String, Long> countBy(DeadLetterDimension dimension, DeadLetterQuery query);

  /**
   * Puts a dead letter back into its queue: pending, due now, with a fresh retry count; id,
   * payload, priority, headers and tags as before. An expiry that has passed is dropped. Counts as
   * one of its {@link DeadLetter#requeues}.
   *
   * @return false if there is no such dead letter, or somebody else is dealing with it at this
   *     moment
   */
  boolean requeue(UUID id);

  /**
   * One step of putting many back, each as {@link #requeue}; {@link Bulk#all} does all steps. Each
   * step is one statement: a dead letter is in its queue again or still here, never both, never
   * neither.
   */
  Bulk requeueAll(DeadLetterQuery query, Page page);

  /**
   * Deletes a dead letter for ever.
   *
   * @return false if there is no such dead letter, or somebody else is dealing with it at this
   *     moment
   */
  boolean purge(UUID id);

  /** One step of deleting many for ever; {@link Bulk#all} does all steps. */
  Bulk purgeAll(DeadLetterQuery query, Page page);

  /**
   * Writes dead letters that meet the criteria as JSON lines, in the order of their ids; as {@link
   * Tasks#export}.
   *
   * @param to flushed at the end, not closed
   * @param progress told after every page
   * @return what was written
   * @throws IOException if the stream cannot be written to; what it has is not a whole file then
   */
  Exported export(DeadLetterQuery query, OutputStream to, Consumer<Exported> progress)
      throws IOException;

  /**
   * Reads dead letters that {@link #export} wrote; as {@link Tasks#importFrom}. One whose id a task
   * has, also in the archive, is left alone: it was put back.
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
