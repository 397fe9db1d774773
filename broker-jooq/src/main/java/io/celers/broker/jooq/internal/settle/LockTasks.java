package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;

import io.celers.broker.delivery.Delivery;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Records;

/** Locks the rows of tasks for their holder, until the transaction ends. */
public final class LockTasks {

  private LockTasks() {}

  // By the primary key, in the order of ids as every verb on many, guarded by the receipts as every
  // verb of a holder. A join with pairs of both would be exact, and at SERIALIZABLE may read, and
  // so conflict with, the whole table; here a row under the receipt of another one of these is
  // locked in vain, and told apart by what is returned. Guarded by TransactionalHandlerIT and
  // TransactionalBatchIT.
  /** Those that are not held under their receipts. */
  public static List<Delivery> execute(DSLContext db, Collection<Delivery> deliveries) {
    Set<Holding> held =
        db.select(CELERS_TASKS.ID, CELERS_TASKS.RECEIPT)
            .from(CELERS_TASKS)
            .where(CELERS_TASKS.ID.eq(any(ids(deliveries))))
            .and(CELERS_TASKS.RECEIPT.eq(any(receipts(deliveries))))
            .orderBy(CELERS_TASKS.ID)
            .forUpdate()
            .fetchSet(Records.mapping(Holding::new));
    return deliveries.stream().filter(delivery -> !held.contains(Holding.of(delivery))).toList();
  }

  private static UUID[] ids(Collection<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::id).toArray(UUID[]::new);
  }

  private static UUID[] receipts(Collection<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::receipt).distinct().toArray(UUID[]::new);
  }
}
