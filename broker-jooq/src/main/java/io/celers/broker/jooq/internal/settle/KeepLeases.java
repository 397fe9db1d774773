package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.generated.tables.CelersSettlementRows;
import io.celers.broker.generated.tables.CelersTasks;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Records;

/** The heartbeat: extends the leases of a worker, and finds those that it has lost. */
public final class KeepLeases {

  private KeepLeases() {}

  /**
   * Extends what is held.
   *
   * @return those that are not held any more, and why; not those that were settled under their own
   *     receipt
   */
  public static Map<Delivery, NotHeld> execute(
      DSLContext db, Collection<Delivery> deliveries, long leaseMicros) {
    Map<Holding, Delivery> holdings =
        deliveries.stream().collect(Collectors.toMap(Holding::of, Function.identity()));
    Set<Holding> refused = extend(db, holdings.keySet(), leaseMicros);
    Map<Delivery, NotHeld> lost = new HashMap<>();
    if (!refused.isEmpty()) {
      FindHolders.execute(db, refused)
          .forEach(
              (holding, why) -> {
                if (!(why instanceof NotHeld.AlreadySettled)) {
                  lost.put(holdings.get(holding), why);
                }
              });
    }
    return lost;
  }

  // Unlike ExtendLeases it waits for nobody: a row that is locked, as by a handler that settles its
  // task in a long transaction, is passed over, and nobody can claim it meanwhile. So what counts
  // as lost is read without a lock: another receipt than one's own never becomes one's own again.
  // Guarded by LeaseKeepingIT and LostLeaseIT.
  private static Set<Holding> extend(
      DSLContext db, Collection<Holding> holdings, long leaseMicros) {
    CelersSettlementRows rows = HeldTasks.rows(holdings);
    CelersTasks task = CELERS_TASKS.as("task");
    CommonTableExpression<Record1<UUID>> locked =
        name("locked")
            .asMaterialized(
                select(task.ID)
                    .from(task)
                    .join(rows)
                    .on(task.ID.eq(rows.ID))
                    .and(task.RECEIPT.eq(rows.RECEIPT))
                    .orderBy(task.ID)
                    .forUpdate()
                    .of(task)
                    .skipLocked());
    CommonTableExpression<Record1<UUID>> extended =
        name("extended")
            .as(
                update(CELERS_TASKS)
                    .set(CELERS_TASKS.VISIBLE_AT, celersAfter(leaseMicros))
                    .from(locked)
                    .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
                    .returningResult(CELERS_TASKS.ID));
    return db.with(locked, extended)
        .select(rows.ID, rows.RECEIPT)
        .from(rows)
        .leftJoin(CELERS_TASKS)
        .on(CELERS_TASKS.ID.eq(rows.ID))
        .where(CELERS_TASKS.RECEIPT.isDistinctFrom(rows.RECEIPT))
        .fetchSet(Records.mapping(Holding::new));
  }
}
