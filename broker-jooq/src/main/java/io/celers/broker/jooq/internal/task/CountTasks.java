package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.Tasks;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.TaskQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Counts tasks that meet criteria, by reading all of them. */
final class CountTasks {

  private CountTasks() {}

  static long execute(DSLContext db, TaskQuery query) {
    return db.fetchCount(CELERS_TASKS, TaskCondition.of(query));
  }

  static Map<String, Long> execute(DSLContext db, Dimension dimension, TaskQuery query) {
    Field<String> group = group(dimension);
    Map<String, Long> counts = new LinkedHashMap<>();
    db.select(group, count())
        .from(CELERS_TASKS)
        .where(TaskCondition.of(query))
        .groupBy(group)
        .orderBy(count().desc(), group)
        .limit(Tasks.MAX_GROUPS)
        .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
    return counts;
  }

  private static Field<String> group(Dimension dimension) {
    return switch (dimension) {
      case QUEUE -> CELERS_TASKS.QUEUE;
      case NAME -> CELERS_TASKS.TASK_NAME;
      case STATE -> CELERS_TASKS.STATE.cast(String.class);
      case PRIORITY -> CELERS_TASKS.PRIORITY.cast(String.class);
      case WORKER -> coalesce(CELERS_TASKS.WORKER_ID, inline(""));
    };
  }
}
