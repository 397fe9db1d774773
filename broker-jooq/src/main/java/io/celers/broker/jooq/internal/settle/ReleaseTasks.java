package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersSettlementRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Records;

/** Gives tasks back as if they had not been delivered. */
final class ReleaseTasks {

  private ReleaseTasks() {}

  // As AckTasks. The delivery is taken off again, and the task is due from now on at the earliest,
  // not from when it was due before: nothing may land behind what a claimer has scanned. The
  // receipt is kept as settled, so that a repeated release is recognised. Guarded by ReleaseIT.
  static Set<Holding> execute(DSLContext db, Map<Holding, Long> delaysMicros) {
    CelersSettlementRows rows =
        HeldTasks.rows(
            delaysMicros.keySet(),
            HeldTasks.NO_TEXT,
            delaysMicros.values().toArray(Long[]::new),
            HeldTasks.NO_TEXT);
    CommonTableExpression<Record> locked =
        HeldTasks.locked(rows, CELERS_TASKS.as("task"), List.of(rows.DELAY_MICROS));
    return db.with(locked)
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.STATE, inline(CelersTaskState.pending))
        .set(CELERS_TASKS.DELIVERIES, CELERS_TASKS.DELIVERIES.minus(inline(1)))
        .set(CELERS_TASKS.VISIBLE_AT, celersAfter(locked.field(rows.DELAY_MICROS)))
        .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
        .setNull(CELERS_TASKS.RECEIPT)
        .from(locked)
        .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
        .returningResult(CELERS_TASKS.ID, CELERS_TASKS.SETTLED_RECEIPT)
        .fetchSet(Records.mapping(Holding::new));
  }
}
