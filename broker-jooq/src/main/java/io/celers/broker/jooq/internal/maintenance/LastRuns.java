package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_MAINTENANCE;

import io.celers.broker.maintenance.MaintenanceJob;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jooq.DSLContext;

/** When each job last began, by the clock of the database, whichever process did it. */
final class LastRuns {

  private LastRuns() {}

  /** How long ago each job began; a job that never did is missing. */
  static Map<String, Duration> ages(DSLContext db) {
    return db.select(CELERS_MAINTENANCE.JOB, CELERS_MAINTENANCE.LAST_RUN_AT, celersNow())
        .from(CELERS_MAINTENANCE)
        .fetchMap(row -> row.value1(), row -> Duration.between(row.value2(), row.value3()));
  }

  /** Whether a job is due. A beginning in the future means that the clock was set back. */
  static boolean isDue(Map<String, Duration> ages, MaintenanceJob job, Duration interval) {
    Duration age = ages.get(name(job));
    return age == null || age.isNegative() || age.compareTo(interval) >= 0;
  }

  // One row for each job, written once for each run, under the lock. Guarded by MaintenancePlanIT.
  static void begin(DSLContext db, MaintenanceJob job) {
    db.insertInto(CELERS_MAINTENANCE)
        .set(CELERS_MAINTENANCE.JOB, name(job))
        .set(CELERS_MAINTENANCE.LAST_RUN_AT, celersNow())
        .onConflict(CELERS_MAINTENANCE.JOB)
        .doUpdate()
        .set(CELERS_MAINTENANCE.LAST_RUN_AT, celersNow())
        .execute();
  }

  private static String name(MaintenanceJob job) {
    return job.name().toLowerCase(Locale.ROOT);
  }
}
