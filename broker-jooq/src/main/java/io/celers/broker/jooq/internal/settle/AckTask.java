package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import org.jooq.DSLContext;

/** Completes one task for its holder. */
final class AckTask {

  private AckTask() {}

  // Guarded by id and receipt alone; a CHECK makes that sufficient. A condition on the state would
  // imply the predicate of the claim index, and the planner might scan it. Guarded by AckIT.
  static boolean execute(DSLContext db, Holding holding) {
    return db.update(CELERS_TASKS)
            .set(CELERS_TASKS.STATE, inline(CelersTaskState.completed))
            .set(CELERS_TASKS.COMPLETED_AT, celersNow())
            .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
            .setNull(CELERS_TASKS.RECEIPT)
            .where(CELERS_TASKS.ID.eq(holding.id()))
            .and(CELERS_TASKS.RECEIPT.eq(holding.receipt()))
            .execute()
        == 1;
  }
}
