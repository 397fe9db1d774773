package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersTryMaintenance;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.maintenance.MaintenanceJob;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One job of a plan in this process: whether a run of it is under way here, and where it is.
 *
 * <p>Each batch is a transaction that first tries for the lock of the schema, so that of all
 * processes one works at a time. The lock lives in that transaction: it needs no session of its
 * own, which a transaction pooler could not give, and goes with whoever holds it. Used by one
 * thread.
 *
 * @param <P> a place in the run
 */
final class PlannedJob<P> {

  /** Turns that are left out after failures, at most. */
  private static final int LONGEST_PAUSE = 32;

  /** What one batch did: whether the run is complete, else where the next batch goes on. */
  record Batch<P>(boolean complete, @Nullable P next) {}

  /** One batch, in a transaction, from this place on; none is the start. */
  interface Work<P> {
    Batch<P> execute(DSLContext db, @Nullable P from);
  }

  private final MaintenanceJob job;
  private final Duration interval;
  private final Database database;
  private final Work<P> work;
  private boolean underWay;
  private @Nullable P place;
  private int failuresInARow;
  private int turnsToWait;

  PlannedJob(MaintenanceJob job, Duration interval, Database database, Work<P> work) {
    this.job = job;
    this.interval = interval;
    this.database = database;
    this.work = work;
  }

  MaintenanceJob job() {
    return job;
  }

  int failuresInARow() {
    return failuresInARow;
  }

  /** Whether this turn has anything to do for this job. To be asked once in a turn. */
  boolean isWorthATry(Map<String, Duration> ages) {
    if (turnsToWait > 0) {
      turnsToWait--;
      return false;
    }
    return underWay || LastRuns.isDue(ages, job, interval);
  }

  /**
   * Does the next batch, unless another process is at work, or has done the job meanwhile.
   *
   * @return whether there is more to do now
   */
  boolean batch() {
    Optional<Batch<P>> batch = database.transaction("maintenance job " + job, this::execute);
    failuresInARow = 0;
    if (batch.isEmpty()) {
      return false;
    }
    // Remembered only now that it is committed.
    place = batch.get().next();
    underWay = !batch.get().complete();
    return underWay;
  }

  /** Leaves out one turn after the first failure, and twice as many after each further one. */
  void failed() {
    turnsToWait = failuresInARow > 5 ? LONGEST_PAUSE : 1 << failuresInARow;
    failuresInARow++;
  }

  private Optional<Batch<P>> execute(DSLContext db) {
    if (!db.select(celersTryMaintenance(database.schema())).fetchSingle().value1()) {
      return Optional.empty();
    }
    if (underWay) {
      return Optional.of(work.execute(db, place));
    }
    // Asked again under the lock: another process may have begun since.
    if (!LastRuns.isDue(LastRuns.ages(db), job, interval)) {
      return Optional.empty();
    }
    LastRuns.begin(db, job);
    return Optional.of(work.execute(db, null));
  }
}
