package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersResultRows;
import io.celers.broker.jooq.internal.result.ResultRow;
import io.celers.broker.jooq.internal.result.StoreResults;
import io.celers.broker.jooq.internal.wakeup.Channel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;

/** Completes tasks for their holders, and stores what they returned. */
final class AckTasksWithResults {

  private AckTasksWithResults() {}

  // As AckTasks, and of the results only those whose task this statement has completed under the
  // receipt that they came with. Guarded by AckWithResultIT.
  static Set<Holding> execute(
      DSLContext db, Map<Holding, ResultRow> results, Optional<Channel> channel) {
    CommonTableExpression<Record> locked =
        HeldTasks.locked(HeldTasks.rows(results.keySet()), CELERS_TASKS.as("task"), List.of());
    CommonTableExpression<Record2<UUID, UUID>> acked =
        name("acked")
            .as(
                update(CELERS_TASKS)
                    .set(CELERS_TASKS.STATE, inline(CelersTaskState.completed))
                    .set(CELERS_TASKS.COMPLETED_AT, celersNow())
                    .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
                    .setNull(CELERS_TASKS.RECEIPT)
                    .from(locked)
                    .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
                    .returningResult(CELERS_TASKS.ID, CELERS_TASKS.SETTLED_RECEIPT));
    Field<UUID> id = acked.field(CELERS_TASKS.ID);
    Field<UUID> receipt = acked.field(CELERS_TASKS.SETTLED_RECEIPT);
    CelersResultRows rows = StoreResults.rows(results.values());
    return db.with(locked, acked)
        .with(
            StoreResults.steps(
                rows,
                rows.join(acked).on(rows.TASK_ID.eq(id)).and(rows.RECEIPT.eq(receipt)),
                select(id).from(acked)))
        .select(id, receipt, StoreResults.notified(channel, results.values()))
        .from(acked)
        .fetchSet(row -> new Holding(row.value1(), row.value2()));
  }
}
