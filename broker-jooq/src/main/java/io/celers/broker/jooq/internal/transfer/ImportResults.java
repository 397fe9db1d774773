package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Tables.CELERS_IMPORTED_RESULT_ROWS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersImportedResultRows;
import io.celers.broker.generated.tables.CelersTaskResults;
import io.celers.broker.generated.tables.records.CelersTaskResultsRecord;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Inserts imported results of tasks that have none yet. */
final class ImportResults {

  private static final CelersTaskResults RESULTS = CELERS_TASK_RESULTS;

  private static final List<Field<?>> COLUMNS =
      List.of(RESULTS.fields(CelersImportedResultRows.CELERS_IMPORTED_RESULT_ROWS.fields()));

  private ImportResults() {}

  // As ImportTasks: an archived result is there. Guarded by ExportResultsIT.
  static Set<UUID> execute(DSLContext db, List<CelersTaskResultsRecord> results) {
    CelersImportedResultRows rows = rows(results);
    return db.insertInto(RESULTS, COLUMNS)
        .select(
            select(rows.fields())
                .from(rows)
                .leftJoin(CELERS_TASK_RESULTS_ARCHIVE)
                .on(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID.eq(rows.TASK_ID))
                .where(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID.isNull())
                .orderBy(rows.TASK_ID))
        .onConflict(RESULTS.TASK_ID)
        .doNothing()
        .returningResult(RESULTS.TASK_ID)
        .fetchSet(RESULTS.TASK_ID);
  }

  private static CelersImportedResultRows rows(List<CelersTaskResultsRecord> results) {
    return CELERS_IMPORTED_RESULT_ROWS.call(
        RowArrays.column(results, RESULTS.TASK_ID),
        RowArrays.column(results, RESULTS.TASK_NAME),
        RowArrays.literals(results, RESULTS.STATUS),
        RowArrays.column(results, RESULTS.RESULT),
        RowArrays.column(results, RESULTS.ERROR_MESSAGE),
        RowArrays.column(results, RESULTS.STACK_TRACE),
        RowArrays.column(results, RESULTS.RUN_TIME_MICROS),
        RowArrays.column(results, RESULTS.CREATED_AT),
        RowArrays.column(results, RESULTS.EXPIRES_AT));
  }
}
