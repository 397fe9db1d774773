package io.celers.broker.jooq.internal.result;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Table;

/** Deletes results: one, or expired ones. */
public final class DeleteResults {

  private DeleteResults() {}

  // One statement for both tables, so that a reader never meets the archive's copy in between.
  static boolean execute(DSLContext db, UUID id) {
    CommonTableExpression<Record1<UUID>> stored =
        name("stored")
            .as(
                deleteFrom(CELERS_TASK_RESULTS)
                    .where(CELERS_TASK_RESULTS.TASK_ID.eq(id))
                    .and(FindResults.isAlive(CELERS_TASK_RESULTS.EXPIRES_AT))
                    .returningResult(CELERS_TASK_RESULTS.TASK_ID));
    CommonTableExpression<Record1<UUID>> archived =
        name("archived")
            .as(
                deleteFrom(CELERS_TASK_RESULTS_ARCHIVE)
                    .where(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID.eq(id))
                    .and(FindResults.isAlive(CELERS_TASK_RESULTS_ARCHIVE.EXPIRES_AT))
                    .returningResult(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID));
    return db.with(stored, archived)
        .select(stored.field(CELERS_TASK_RESULTS.TASK_ID))
        .from(stored)
        .unionAll(select(archived.field(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID)).from(archived))
        .fetch()
        .isNotEmpty();
  }

  /**
   * Deletes expired results, then those in the archive.
   *
   * @return how many; fewer than the limit if no more were found
   */
  public static int expired(DSLContext db, int limit) {
    int purged = expiredInTheTable(db, limit);
    return purged == limit ? purged : purged + expiredInTheArchive(db, limit - purged);
  }

  private static int expiredInTheTable(DSLContext db, int limit) {
    return expired(
        db,
        CELERS_TASK_RESULTS,
        CELERS_TASK_RESULTS.TASK_ID,
        CELERS_TASK_RESULTS.EXPIRES_AT,
        limit);
  }

  private static int expiredInTheArchive(DSLContext db, int limit) {
    return expired(
        db,
        CELERS_TASK_RESULTS_ARCHIVE,
        CELERS_TASK_RESULTS_ARCHIVE.TASK_ID,
        CELERS_TASK_RESULTS_ARCHIVE.EXPIRES_AT,
        limit);
  }

  // In the order of the index on the expiry, which holds only results that ever expire. SKIP LOCKED
  // keeps two purges, and a purge and an ack, from waiting for each other. Guarded by ResultsIT.
  private static <R extends Record> int expired(
      DSLContext db, Table<R> table, Field<UUID> id, Field<OffsetDateTime> expiresAt, int limit) {
    return db.deleteFrom(table)
        .where(
            id.eq(
                any(
                    array(
                        select(id)
                            .from(table)
                            .where(expiresAt.le(celersNow()))
                            .orderBy(expiresAt)
                            .limit(limit)
                            .forUpdate()
                            .skipLocked()))))
        .execute();
  }
}
