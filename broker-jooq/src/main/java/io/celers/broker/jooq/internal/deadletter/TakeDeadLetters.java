package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import org.jooq.Condition;
import org.jooq.DeleteConditionStep;

/** Deletes dead letters: the whole of a purge, the first half of a requeue. */
final class TakeDeadLetters {

  private TakeDeadLetters() {}

  // Locked in the order of ids with SKIP LOCKED first: of two operators each gets other rows, or is
  // told at once that there is nothing for him.
  static DeleteConditionStep<CelersDeadLetterQueueRecord> delete(Condition which, int limit) {
    return deleteFrom(CELERS_DEAD_LETTER_QUEUE)
        .where(
            CELERS_DEAD_LETTER_QUEUE.ID.eq(
                any(
                    array(
                        select(CELERS_DEAD_LETTER_QUEUE.ID)
                            .from(CELERS_DEAD_LETTER_QUEUE)
                            .where(which)
                            .orderBy(CELERS_DEAD_LETTER_QUEUE.ID)
                            .limit(limit)
                            .forUpdate()
                            .skipLocked()))));
  }
}
