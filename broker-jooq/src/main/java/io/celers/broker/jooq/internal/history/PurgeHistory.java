package io.celers.broker.jooq.internal.history;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Tables.CELERS_TASK_HISTORY;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import java.time.OffsetDateTime;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;

/** Deletes the oldest events. */
public final class PurgeHistory {

  private PurgeHistory() {}

  /**
   * Deletes what is old enough among the oldest events.
   *
   * @return how many; fewer than the limit if no more is to be done
   */
  // Ids are in the order of time, but for transactions that ran side by side: so the oldest are the
  // first ones of the primary key, no index on the time is needed, and no more rows are read than
  // may be deleted. Guarded by HistoryIT.
  public static int execute(DSLContext db, long ageMicros, int limit) {
    CommonTableExpression<Record2<Long, OffsetDateTime>> oldest =
        name("oldest")
            .asMaterialized(
                select(CELERS_TASK_HISTORY.ID, CELERS_TASK_HISTORY.CHANGED_AT)
                    .from(CELERS_TASK_HISTORY)
                    .orderBy(CELERS_TASK_HISTORY.ID)
                    .limit(limit)
                    .forUpdate()
                    .skipLocked());
    Field<OffsetDateTime> latest = field(select(celersAfter(-ageMicros)));
    return db.with(oldest)
        .delete(CELERS_TASK_HISTORY)
        .where(
            CELERS_TASK_HISTORY.ID.eq(
                any(
                    array(
                        select(oldest.field(CELERS_TASK_HISTORY.ID))
                            .from(oldest)
                            .where(oldest.field(CELERS_TASK_HISTORY.CHANGED_AT).le(latest))))))
        .execute();
  }
}
