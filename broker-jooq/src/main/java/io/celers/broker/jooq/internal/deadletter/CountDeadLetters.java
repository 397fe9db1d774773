package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Routines.celersDay;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.left;

import io.celers.broker.DeadLetters;
import io.celers.broker.query.DeadLetterDimension;
import io.celers.broker.query.DeadLetterQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Counts dead letters that meet criteria, by reading all of them. */
final class CountDeadLetters {

  private static final int ERROR_LENGTH = 200;

  private CountDeadLetters() {}

  static long execute(DSLContext db, DeadLetterQuery query) {
    return db.fetchCount(CELERS_DEAD_LETTER_QUEUE, DeadLetterCondition.of(query));
  }

  static Map<String, Long> execute(
      DSLContext db, DeadLetterDimension dimension, DeadLetterQuery query) {
    Field<String> group = group(dimension);
    Map<String, Long> counts = new LinkedHashMap<>();
    db.select(group, count())
        .from(CELERS_DEAD_LETTER_QUEUE)
        .where(DeadLetterCondition.of(query))
        .groupBy(group)
        .orderBy(count().desc(), group)
        .limit(DeadLetters.MAX_GROUPS)
        .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
    return counts;
  }

  private static Field<String> group(DeadLetterDimension dimension) {
    return switch (dimension) {
      case QUEUE -> CELERS_DEAD_LETTER_QUEUE.QUEUE;
      case NAME -> CELERS_DEAD_LETTER_QUEUE.TASK_NAME;
      case ERROR ->
          left(coalesce(CELERS_DEAD_LETTER_QUEUE.ERROR_MESSAGE, inline("")), inline(ERROR_LENGTH));
      case DAY -> celersDay(CELERS_DEAD_LETTER_QUEUE.DIED_AT);
    };
  }
}
