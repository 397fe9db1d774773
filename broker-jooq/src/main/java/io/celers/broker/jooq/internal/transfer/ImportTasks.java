package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Routines.celersIdIsTaken;
import static io.celers.broker.generated.Tables.CELERS_IMPORTED_TASK_ROWS;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersImportedTaskRows;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Inserts imported tasks that are not there yet. */
final class ImportTasks {

  private static final List<Field<?>> COLUMNS =
      TaskRows.sharedWith(CelersImportedTaskRows.CELERS_IMPORTED_TASK_ROWS);

  private ImportTasks() {}

  // A task that is among the dead letters or in the archive by now is there, and one that is just
  // being moved is waited for. Of two imports at the same time, one waits for the other at the
  // primary key and then passes the row over; in the order of ids, so that they cannot deadlock.
  // Guarded by ImportIT and ImportConcurrencyIT.
  static Set<UUID> execute(DSLContext db, List<CelersTasksRecord> tasks) {
    CelersImportedTaskRows rows = rows(RowArrays.sorted(tasks, CELERS_TASKS.ID));
    return db.insertInto(CELERS_TASKS, COLUMNS)
        .select(
            select(TaskRows.of(rows, COLUMNS))
                .from(rows)
                .where(not(condition(celersIdIsTaken(rows.ID))))
                .orderBy(rows.ID))
        .onConflict(CELERS_TASKS.ID)
        .doNothing()
        .returningResult(CELERS_TASKS.ID)
        .fetchSet(CELERS_TASKS.ID);
  }

  private static CelersImportedTaskRows rows(List<CelersTasksRecord> tasks) {
    return CELERS_IMPORTED_TASK_ROWS.call(
        RowArrays.column(tasks, CELERS_TASKS.ID),
        RowArrays.column(tasks, CELERS_TASKS.QUEUE),
        RowArrays.column(tasks, CELERS_TASKS.TASK_NAME),
        RowArrays.column(tasks, CELERS_TASKS.TASK_VERSION),
        RowArrays.column(tasks, CELERS_TASKS.CODEC),
        RowArrays.column(tasks, CELERS_TASKS.PAYLOAD),
        RowArrays.column(tasks, CELERS_TASKS.CONTENT_HASH),
        RowArrays.literals(tasks, CELERS_TASKS.STATE),
        RowArrays.column(tasks, CELERS_TASKS.PRIORITY),
        RowArrays.column(tasks, CELERS_TASKS.REQUEUES),
        RowArrays.column(tasks, CELERS_TASKS.DELIVERIES),
        RowArrays.column(tasks, CELERS_TASKS.MAX_RETRIES),
        RowArrays.column(tasks, CELERS_TASKS.RETRY_POLICY),
        RowArrays.column(tasks, CELERS_TASKS.CREATED_AT),
        RowArrays.column(tasks, CELERS_TASKS.SCHEDULED_AT),
        RowArrays.column(tasks, CELERS_TASKS.VISIBLE_AT),
        RowArrays.column(tasks, CELERS_TASKS.EXPIRES_AT),
        RowArrays.column(tasks, CELERS_TASKS.STARTED_AT),
        RowArrays.column(tasks, CELERS_TASKS.COMPLETED_AT),
        RowArrays.column(tasks, CELERS_TASKS.WORKER_ID),
        RowArrays.column(tasks, CELERS_TASKS.ERROR_MESSAGE),
        RowArrays.column(tasks, CELERS_TASKS.CANCEL_REASON),
        RowArrays.column(tasks, CELERS_TASKS.METADATA));
  }
}
