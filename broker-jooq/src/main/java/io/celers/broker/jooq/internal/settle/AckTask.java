package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.update;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.internal.sql.HotStatement;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.Record1;

/** Completes one task for its holder. */
final class AckTask {

  private static final Param<UUID> ID = param("id", CELERS_TASKS.ID);
  private static final Param<UUID> RECEIPT = param("receipt", CELERS_TASKS.RECEIPT);

  // Guarded by id and receipt alone; a CHECK makes that sufficient. A condition on the state would
  // imply the predicate of the claim index, and the planner might scan it. Guarded by AckIT.
  private static final HotStatement<UUID> COMPLETE =
      HotStatement.of(
          () ->
              update(CELERS_TASKS)
                  .set(CELERS_TASKS.STATE, inline(CelersTaskState.completed))
                  .set(CELERS_TASKS.COMPLETED_AT, celersNow())
                  .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
                  .set(CELERS_TASKS.RECEIPT, inline(null, CELERS_TASKS.RECEIPT))
                  .where(CELERS_TASKS.ID.eq(ID))
                  .and(CELERS_TASKS.RECEIPT.eq(RECEIPT))
                  .returningResult(CELERS_TASKS.ID),
          Record1::value1);

  // What nobody will read is not written once more: 0025. Id and receipt alone, as above. Guarded
  // by
  // DeleteAtAckIT.
  private static final HotStatement<UUID> DELETE =
      HotStatement.of(
          () ->
              deleteFrom(CELERS_TASKS)
                  .where(CELERS_TASKS.ID.eq(ID))
                  .and(CELERS_TASKS.RECEIPT.eq(RECEIPT))
                  .returningResult(CELERS_TASKS.ID),
          Record1::value1);

  private AckTask() {}

  static boolean execute(DSLContext db, Holding holding, Afterwards afterwards) {
    return !(afterwards == Afterwards.KEPT ? COMPLETE : DELETE)
        .on(db)
        .with(ID, holding.id())
        .with(RECEIPT, holding.receipt())
        .fetch()
        .isEmpty();
  }
}
