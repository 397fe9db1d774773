package io.celers.broker.jooq.internal.result;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.celers.broker.result.StoredResult;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Looks results up, wherever they are. */
final class FindResults {

  private FindResults() {}

  // A result in the table hides what the archive has of the same task, even when it has expired.
  static Map<UUID, StoredResult> execute(DSLContext db, UUID[] ids) {
    Map<UUID, StoredResult> found = new HashMap<>();
    db.select(CELERS_TASK_RESULTS.fields())
        .from(CELERS_TASK_RESULTS)
        .where(CELERS_TASK_RESULTS.TASK_ID.eq(any(ids)))
        .and(isAlive(CELERS_TASK_RESULTS.EXPIRES_AT))
        .unionAll(
            select(CELERS_TASK_RESULTS_ARCHIVE.fields(CELERS_TASK_RESULTS.fields()))
                .from(CELERS_TASK_RESULTS_ARCHIVE)
                .leftJoin(CELERS_TASK_RESULTS)
                .on(CELERS_TASK_RESULTS.TASK_ID.eq(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID))
                .where(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID.eq(any(ids)))
                .and(CELERS_TASK_RESULTS.TASK_ID.isNull())
                .and(isAlive(CELERS_TASK_RESULTS_ARCHIVE.EXPIRES_AT)))
        .fetchInto(CELERS_TASK_RESULTS)
        .forEach(row -> found.put(row.getTaskId(), new JooqStoredResult(row)));
    return found;
  }

  static Condition isAlive(Field<OffsetDateTime> expiresAt) {
    return expiresAt.isNull().or(expiresAt.gt(celersNow()));
  }
}
