package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Moves the ends of leases for their holders. */
final class ExtendLeases {

  private ExtendLeases() {}

  // The new end counts from the clock, not from the old end: a holder that comes late gets the same
  // time as one that comes early. Guarded by ExtendIT.
  static Map<Holding, OffsetDateTime> execute(
      DSLContext db, Collection<Holding> holdings, long leaseMicros) {
    CommonTableExpression<Record> locked =
        HeldTasks.locked(HeldTasks.rows(holdings), CELERS_TASKS.as("task"), List.of());
    return db.with(locked)
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.VISIBLE_AT, celersAfter(leaseMicros))
        .from(locked)
        .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
        .returningResult(CELERS_TASKS.ID, CELERS_TASKS.RECEIPT, CELERS_TASKS.VISIBLE_AT)
        .fetchMap(row -> new Holding(row.value1(), row.value2()), row -> row.value3());
  }
}
