package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Records;

/** Completes many tasks for their holders. */
final class AckTasks {

  private AckTasks() {}

  // As AckTask, after the rows were locked in the order of ids. Guarded by AckIT.
  static Set<Holding> execute(DSLContext db, Collection<Holding> holdings) {
    CommonTableExpression<Record> locked =
        HeldTasks.locked(HeldTasks.rows(holdings), CELERS_TASKS.as("task"), List.of());
    return db.with(locked)
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.STATE, inline(CelersTaskState.completed))
        .set(CELERS_TASKS.COMPLETED_AT, celersNow())
        .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
        .setNull(CELERS_TASKS.RECEIPT)
        .from(locked)
        .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
        .returningResult(CELERS_TASKS.ID, CELERS_TASKS.SETTLED_RECEIPT)
        .fetchSet(Records.mapping(Holding::new));
  }
}
