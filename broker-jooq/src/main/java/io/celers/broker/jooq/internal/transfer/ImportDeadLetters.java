package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Routines.celersIdIsTaken;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_IMPORTED_DEAD_LETTER_ROWS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersDeadLetterQueue;
import io.celers.broker.generated.tables.CelersImportedDeadLetterRows;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Inserts imported dead letters that are not there yet. */
final class ImportDeadLetters {

  private static final CelersDeadLetterQueue DEAD = CELERS_DEAD_LETTER_QUEUE;

  private static final List<Field<?>> COLUMNS =
      List.of(DEAD.fields(CelersImportedDeadLetterRows.CELERS_IMPORTED_DEAD_LETTER_ROWS.fields()));

  private ImportDeadLetters() {}

  // As ImportTasks: what was put back meanwhile, or finished since, is there. Guarded by
  // ExportDeadLettersIT and ImportConcurrencyIT.
  static Set<UUID> execute(DSLContext db, List<CelersDeadLetterQueueRecord> letters) {
    CelersImportedDeadLetterRows rows = rows(RowArrays.sorted(letters, DEAD.ID));
    return db.insertInto(DEAD, COLUMNS)
        .select(
            select(rows.fields())
                .from(rows)
                .where(not(condition(celersIdIsTaken(rows.ID))))
                .orderBy(rows.ID))
        .onConflict(DEAD.ID)
        .doNothing()
        .returningResult(DEAD.ID)
        .fetchSet(DEAD.ID);
  }

  private static CelersImportedDeadLetterRows rows(List<CelersDeadLetterQueueRecord> letters) {
    return CELERS_IMPORTED_DEAD_LETTER_ROWS.call(
        RowArrays.column(letters, DEAD.ID),
        RowArrays.column(letters, DEAD.QUEUE),
        RowArrays.column(letters, DEAD.TASK_NAME),
        RowArrays.column(letters, DEAD.TASK_VERSION),
        RowArrays.column(letters, DEAD.CODEC),
        RowArrays.column(letters, DEAD.PAYLOAD),
        RowArrays.column(letters, DEAD.CONTENT_HASH),
        RowArrays.column(letters, DEAD.PRIORITY),
        RowArrays.column(letters, DEAD.REQUEUES),
        RowArrays.column(letters, DEAD.DELIVERIES),
        RowArrays.column(letters, DEAD.MAX_RETRIES),
        RowArrays.column(letters, DEAD.RETRY_POLICY),
        RowArrays.column(letters, DEAD.CREATED_AT),
        RowArrays.column(letters, DEAD.SCHEDULED_AT),
        RowArrays.column(letters, DEAD.EXPIRES_AT),
        RowArrays.column(letters, DEAD.STARTED_AT),
        RowArrays.column(letters, DEAD.WORKER_ID),
        RowArrays.column(letters, DEAD.ERROR_MESSAGE),
        RowArrays.column(letters, DEAD.METADATA),
        RowArrays.column(letters, DEAD.DIED_AT),
        RowArrays.column(letters, DEAD.CAUSE));
  }
}
