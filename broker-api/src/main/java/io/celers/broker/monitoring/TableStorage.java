package io.celers.broker.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL says of one table of the broker. Counters are those of its statistics views,
 * since they were last reset.
 *
 * @param name of the table
 * @param rows live rows, an estimate of PostgreSQL's
 * @param deadRows row versions that wait for a vacuum, likewise
 * @param tableBytes of its rows, large values included
 * @param indexBytes of all its indexes
 * @param totalBytes of both
 * @param sequentialScans how often it was read as a whole
 * @param rowsReadSequentially rows that these scans read
 * @param indexScans how often one of its indexes was used
 * @param rowsReadByIndex rows that were found so
 * @param lastVacuum when it was last vacuumed, by hand or by itself
 * @param lastAnalyze when its statistics were last renewed, by hand or by itself
 * @param indexes those of the table, in the order of their names
 */
public record TableStorage(
    String name,
    long rows,
    long deadRows,
    Bytes tableBytes,
    Bytes indexBytes,
    Bytes totalBytes,
    long sequentialScans,
    long rowsReadSequentially,
    long indexScans,
    long rowsReadByIndex,
    Optional<Instant> lastVacuum,
    Optional<Instant> lastAnalyze,
    List<IndexStorage> indexes) {

  /** Copies the list. */
  public TableStorage {
    indexes = List.copyOf(indexes);
  }

  /**
   * An estimate of the share of the rows' space that dead row versions take, 0 to 1: dead rows
   * through live and dead ones, both as {@code pg_stat_user_tables} counts them.
   *
   * <p>It takes all rows for equally long, and does not see free space that a vacuum has already
   * made ready for new rows. Exact figures need the extension pgstattuple, which reads the table.
   */
  public double bloat() {
    return deadRows == 0 ? 0 : (double) deadRows / (rows + deadRows);
  }

  /**
   * Its indexes that no query may use, because a build of them was interrupted or still goes on.
   */
  public List<IndexStorage> invalidIndexes() {
    return indexes.stream().filter(index -> !index.valid()).toList();
  }
}
