package io.celers.broker.jooq.internal.result;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.records.CelersTaskResultsRecord;
import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.types.DayToSecond;

/** Moves old results into the archive: one step through the table. */
final class ArchiveResults {

  private static final List<Field<?>> ARCHIVED =
      List.of(CELERS_TASK_RESULTS_ARCHIVE.fields(CELERS_TASK_RESULTS.fields()));

  private ArchiveResults() {}

  // A stretch of the primary key, because no index is kept on the time alone: it would cost every
  // store for the sake of a job that runs once a night. Deleted and inserted in one statement, so a
  // result is in one of the two tables at any moment. Guarded by ResultsIT.
  static Bulk execute(DSLContext db, Duration age, Page page) {
    KeyRange range =
        KeyRange.following(db, CELERS_TASK_RESULTS, CELERS_TASK_RESULTS.TASK_ID, page.after());
    CommonTableExpression<CelersTaskResultsRecord> removed =
        name("removed")
            .as(
                deleteFrom(CELERS_TASK_RESULTS)
                    .where(
                        CELERS_TASK_RESULTS.TASK_ID.eq(
                            any(
                                array(
                                    select(CELERS_TASK_RESULTS.TASK_ID)
                                        .from(CELERS_TASK_RESULTS)
                                        .where(range.contains())
                                        .and(
                                            CELERS_TASK_RESULTS.CREATED_AT.le(
                                                celersNow().minus(DayToSecond.valueOf(age))))
                                        .and(FindResults.isAlive(CELERS_TASK_RESULTS.EXPIRES_AT))
                                        .orderBy(CELERS_TASK_RESULTS.TASK_ID)
                                        .limit(page.limit())
                                        .forUpdate()
                                        .skipLocked()))))
                    .returning());
    CommonTableExpression<Record1<UUID>> archived =
        name("archived")
            .as(
                insertInto(CELERS_TASK_RESULTS_ARCHIVE, ARCHIVED)
                    .select(select(removed.fields(CELERS_TASK_RESULTS.fields())).from(removed))
                    .onConflict(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID)
                    .doUpdate()
                    .setAllToExcluded()
                    .returningResult(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID));
    List<UUID> moved =
        db.with(removed, archived)
            .select(archived.field(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID))
            .from(archived)
            .fetch(archived.field(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID));
    return range.bulk(moved, page);
  }
}
