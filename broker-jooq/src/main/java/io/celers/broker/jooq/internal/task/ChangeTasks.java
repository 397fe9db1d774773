package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jspecify.annotations.Nullable;

/**
 * A verb on many tasks: what it sets, and on which tasks it makes sense.
 *
 * @param values what is set
 * @param applies which tasks it can change
 */
record ChangeTasks(Map<Field<?>, @Nullable Object> values, Condition applies) {

  private static final Condition UNFINISHED = CELERS_TASKS.COMPLETED_AT.isNull();

  /** Pending or processing to cancelled. */
  static ChangeTasks cancel(String reason) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(CELERS_TASKS.STATE, inline(CelersTaskState.cancelled));
    values.put(CELERS_TASKS.COMPLETED_AT, celersNow());
    values.put(CELERS_TASKS.RECEIPT, null);
    values.put(CELERS_TASKS.CANCEL_REASON, reason);
    return new ChangeTasks(values, UNFINISHED);
  }

  /** Another priority. */
  static ChangeTasks prioritize(int priority) {
    return new ChangeTasks(
        Map.of(CELERS_TASKS.PRIORITY, (short) priority, CELERS_TASKS.VISIBLE_AT, notBeforeNow()),
        UNFINISHED);
  }

  /** Another queue. */
  static ChangeTasks move(String queue) {
    return new ChangeTasks(
        Map.of(CELERS_TASKS.QUEUE, queue, CELERS_TASKS.VISIBLE_AT, notBeforeNow()), UNFINISHED);
  }

  /** Due now. */
  static ChangeTasks makeDue() {
    return new ChangeTasks(
        Map.of(CELERS_TASKS.VISIBLE_AT, celersNow()),
        UNFINISHED.and(CELERS_TASKS.RECEIPT.isNull()));
  }

  /**
   * A task that becomes claimable elsewhere must not land behind what a claimer has scanned there.
   */
  private static Field<?> notBeforeNow() {
    return greatest(CELERS_TASKS.VISIBLE_AT, celersNow());
  }

  // Locked in the order of ids, and passed over where another transaction has the row: nobody waits
  // for an operator, nor the operator for anybody. Guarded by BulkVerbsIT.
  Bulk execute(DSLContext db, TaskQuery query, Page page) {
    KeyRange range = KeyRange.following(db, CELERS_TASKS, CELERS_TASKS.ID, page.after());
    CommonTableExpression<Record1<UUID>> locked =
        name("locked")
            .asMaterialized(
                select(CELERS_TASKS.ID)
                    .from(CELERS_TASKS)
                    .where(range.contains())
                    .and(TaskCondition.of(query))
                    .and(applies)
                    .orderBy(CELERS_TASKS.ID)
                    .limit(page.limit())
                    .forUpdate()
                    .skipLocked());
    List<UUID> changed =
        db.with(locked)
            .update(CELERS_TASKS)
            .set(values)
            .from(locked)
            .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
            .returningResult(CELERS_TASKS.ID)
            .fetch(CELERS_TASKS.ID);
    return range.bulk(changed, page);
  }
}
