package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;

import io.celers.broker.jooq.internal.sql.Criteria;
import io.celers.broker.query.DeadLetterQuery;
import java.util.stream.Collectors;
import org.jooq.Condition;

/** The one translation of a query into a condition on the dead letters. */
final class DeadLetterCondition {

  private DeadLetterCondition() {}

  static Condition of(DeadLetterQuery query) {
    return new Criteria()
        .oneOf(CELERS_DEAD_LETTER_QUEUE.TASK_NAME, query.names())
        .oneOf(CELERS_DEAD_LETTER_QUEUE.QUEUE, query.queues())
        .oneOf(
            CELERS_DEAD_LETTER_QUEUE.CAUSE,
            query.causes().stream().map(CauseText::of).collect(Collectors.toSet()))
        .oneOfIds(CELERS_DEAD_LETTER_QUEUE.ID, query.ids())
        .within(CELERS_DEAD_LETTER_QUEUE.DIED_AT, query.died())
        .containing(CELERS_DEAD_LETTER_QUEUE.ERROR_MESSAGE, query.errorText())
        .all();
  }
}
