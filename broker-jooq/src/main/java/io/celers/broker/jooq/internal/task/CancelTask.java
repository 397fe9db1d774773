package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.enums.CelersTaskState;
import java.util.Optional;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;

/** Cancels a task that is not finished. */
final class CancelTask {

  private CancelTask() {}

  // Guarded by completed_at, not by the states: those would imply the predicate of the claim index
  // and tempt the planner to scan it. SKIP LOCKED, so that nobody waits behind a handler's long
  // transaction. settled_receipt stays: the holder did not settle it. Guarded by CancelIT.
  static Optional<CelersTaskState> execute(DSLContext db, UUID id, String reason) {
    CommonTableExpression<Record2<UUID, CelersTaskState>> locked =
        name("locked")
            .asMaterialized(
                select(CELERS_TASKS.ID, CELERS_TASKS.STATE)
                    .from(CELERS_TASKS)
                    .where(CELERS_TASKS.ID.eq(id))
                    .and(CELERS_TASKS.COMPLETED_AT.isNull())
                    .forUpdate()
                    .skipLocked());
    Field<CelersTaskState> before = locked.field(CELERS_TASKS.STATE);
    return db.with(locked)
        .update(CELERS_TASKS)
        .set(ChangeTasks.cancel(reason).values())
        .from(locked)
        .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
        .returningResult(before)
        .fetchOptional(before);
  }
}
