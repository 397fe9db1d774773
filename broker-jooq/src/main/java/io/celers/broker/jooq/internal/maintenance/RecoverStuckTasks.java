package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersBefore;
import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.celers.broker.jooq.internal.deadletter.SettleUndeliverable;
import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

/** Ends the leases of tasks that were claimed long ago. */
final class RecoverStuckTasks {

  private RecoverStuckTasks() {}

  // Only leases that still run: an ended one needs no help. Held tasks are told by their receipt,
  // which a CHECK ties to the state; the state itself would imply the predicate of the claim index
  // and tempt the planner away from the stretch of the key. The receipt stays, so a holder that is
  // alive may settle until somebody else claims. Guarded by RecoverStuckIT.
  static Bulk execute(DSLContext db, long ageMicros, Page page) {
    KeyRange range = KeyRange.following(db, CELERS_TASKS, CELERS_TASKS.ID, page.after());
    CommonTableExpression<?> due =
        name("due")
            .asMaterialized(
                select(
                        CELERS_TASKS.ID,
                        CELERS_TASKS.DELIVERIES,
                        CELERS_TASKS.MAX_RETRIES,
                        CELERS_TASKS.EXPIRES_AT)
                    .from(CELERS_TASKS)
                    .where(range.contains())
                    .and(CELERS_TASKS.RECEIPT.isNotNull())
                    .and(CELERS_TASKS.STARTED_AT.le(celersBefore(ageMicros)))
                    .and(CELERS_TASKS.VISIBLE_AT.gt(celersNow()))
                    .orderBy(CELERS_TASKS.ID)
                    .limit(page.limit())
                    .forUpdate()
                    .skipLocked());
    SettleUndeliverable settle = SettleUndeliverable.of(due);
    CommonTableExpression<Record1<UUID>> recovered =
        name("recovered")
            .as(
                update(CELERS_TASKS)
                    .set(CELERS_TASKS.VISIBLE_AT, celersNow())
                    .where(CELERS_TASKS.ID.eq(any(array(settle.deliverable()))))
                    .returningResult(CELERS_TASKS.ID));
    List<UUID> changed =
        db.with(due, recovered)
            .with(settle.steps())
            .select(recovered.field(CELERS_TASKS.ID))
            .from(recovered)
            .unionAll(ids(settle.expired()))
            .unionAll(ids(settle.buried()))
            .fetch(row -> row.value1());
    return range.bulk(changed, page);
  }

  private static Select<Record1<UUID>> ids(Table<?> settled) {
    return select(settled.field(CELERS_TASKS.ID)).from(settled);
  }
}
