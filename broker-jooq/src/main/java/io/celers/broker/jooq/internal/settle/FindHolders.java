package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.celers.broker.delivery.NotHeld;
import io.celers.broker.generated.enums.CelersTaskState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Looks up why receipts do not hold their tasks. */
final class FindHolders {

  /** What is stored under an id, wherever the task is. */
  private record Stored(@Nullable UUID settledReceipt, boolean cancelled) {}

  private FindHolders() {}

  static Map<Holding, NotHeld> execute(DSLContext db, Collection<Holding> refused) {
    UUID[] ids = refused.stream().map(Holding::id).toArray(UUID[]::new);
    Field<CelersTaskState> dead = inline(CelersTaskState.failed);
    Map<UUID, Stored> stored = new HashMap<>();
    db.select(CELERS_TASKS.ID, CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.STATE)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.ID.eq(any(ids)))
        .unionAll(
            select(CELERS_DEAD_LETTER_QUEUE.ID, CELERS_DEAD_LETTER_QUEUE.SETTLED_RECEIPT, dead)
                .from(CELERS_DEAD_LETTER_QUEUE)
                .where(CELERS_DEAD_LETTER_QUEUE.ID.eq(any(ids))))
        .unionAll(
            select(
                    CELERS_TASK_ARCHIVE.ID,
                    CELERS_TASK_ARCHIVE.SETTLED_RECEIPT,
                    CELERS_TASK_ARCHIVE.STATE)
                .from(CELERS_TASK_ARCHIVE)
                .where(CELERS_TASK_ARCHIVE.ID.eq(any(ids))))
        .forEach(
            row ->
                stored.put(
                    row.value1(),
                    new Stored(row.value2(), row.value3() == CelersTaskState.cancelled)));
    Map<Holding, NotHeld> outcomes = new HashMap<>();
    for (Holding holding : refused) {
      outcomes.put(holding, outcome(holding, stored.get(holding.id())));
    }
    return outcomes;
  }

  private static NotHeld outcome(Holding holding, @Nullable Stored stored) {
    if (stored == null) {
      return new NotHeld.Gone(holding.id());
    }
    if (holding.receipt().equals(stored.settledReceipt())) {
      return new NotHeld.AlreadySettled(holding.id());
    }
    return stored.cancelled()
        ? new NotHeld.Cancelled(holding.id())
        : new NotHeld.LeaseLost(holding.id());
  }
}
