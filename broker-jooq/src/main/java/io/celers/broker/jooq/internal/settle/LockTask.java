package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.delivery.Delivery;
import org.jooq.DSLContext;

/** Locks the row of a task for its holder, until the transaction ends. */
public final class LockTask {

  private LockTask() {}

  // Guarded by id and receipt, as every verb of a holder. Guarded by TransactionalHandlerIT.
  /** False if the receipt does not hold the task. */
  public static boolean execute(DSLContext db, Delivery delivery) {
    return db.select(CELERS_TASKS.ID)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.ID.eq(delivery.id()))
        .and(CELERS_TASKS.RECEIPT.eq(delivery.receipt()))
        .forUpdate()
        .fetchOptional()
        .isPresent();
  }
}
