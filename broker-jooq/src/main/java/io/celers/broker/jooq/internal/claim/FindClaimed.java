package io.celers.broker.jooq.internal.claim;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;

/** Finds what a claim took whose reply was lost. */
final class FindClaimed {

  private FindClaimed() {}

  // Receipts have no index. What was claimed lies in the claim index between now and the end of a
  // lease that begins now; so no more is read than the tasks of the queue that are held, or become
  // due meanwhile. Guarded by LostClaimIT.
  static List<Delivery> execute(DSLContext db, String queue, UUID receipt, Duration lease) {
    return db.selectFrom(CELERS_TASKS)
        .where(CELERS_TASKS.QUEUE.eq(queue))
        .and(CELERS_TASKS.PRIORITY.eq(any(Lanes.full().priorities())))
        .and(
            CELERS_TASKS.VISIBLE_AT.between(
                celersNow(), celersNow().plus(DayToSecond.valueOf(lease))))
        .and(TaskRows.isLive(CELERS_TASKS))
        .and(CELERS_TASKS.RECEIPT.eq(receipt))
        // When they were due is lost with the reply.
        .fetch(task -> new JooqDelivery(task, task.getStartedAt()));
  }
}
