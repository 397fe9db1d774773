package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static org.jooq.impl.DSL.name;

import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Deletes dead letters for ever. */
final class PurgeDeadLetters {

  private PurgeDeadLetters() {}

  // Guarded by DeadLettersIT.
  static List<UUID> execute(DSLContext db, Condition which, int limit) {
    CommonTableExpression<CelersDeadLetterQueueRecord> removed =
        name("removed").as(TakeDeadLetters.delete(which, limit).returning());
    return db.with(removed)
        .select(removed.field(CELERS_DEAD_LETTER_QUEUE.ID))
        .from(removed)
        .fetch(removed.field(CELERS_DEAD_LETTER_QUEUE.ID));
  }
}
