package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.jooq.internal.sql.Metadata;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.query.TimeRange;
import io.celers.broker.task.Limits;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;

/** The one translation of a query into a condition on the task table. */
final class TaskCondition {

  private final List<Condition> conditions = new ArrayList<>();

  private TaskCondition() {}

  static Condition of(TaskQuery query) {
    TaskCondition all = new TaskCondition();
    if (!query.states().isEmpty()) {
      all.conditions.add(
          CELERS_TASKS.STATE.in(
              query.states().stream().map(state -> inline(States.stored(state))).toList()));
    }
    all.oneOf(CELERS_TASKS.TASK_NAME, query.names());
    all.oneOf(CELERS_TASKS.QUEUE, query.queues());
    all.oneOf(CELERS_TASKS.WORKER_ID, query.workers());
    if (!query.ids().isEmpty()) {
      all.conditions.add(CELERS_TASKS.ID.eq(any(query.ids().toArray(UUID[]::new))));
    }
    if (query.minPriority() > Limits.LOWEST_PRIORITY
        || query.maxPriority() < Limits.HIGHEST_PRIORITY) {
      all.conditions.add(
          CELERS_TASKS.PRIORITY.between((short) query.minPriority(), (short) query.maxPriority()));
    }
    all.within(CELERS_TASKS.CREATED_AT, query.created());
    all.within(CELERS_TASKS.SCHEDULED_AT, query.scheduled());
    all.within(CELERS_TASKS.COMPLETED_AT, query.finished());
    if (!query.tags().isEmpty() || !query.headers().isEmpty()) {
      all.conditions.add(
          CELERS_TASKS.METADATA.contains(new Metadata(query.headers(), query.tags()).toJson()));
    }
    query
        .errorText()
        .ifPresent(text -> all.conditions.add(CELERS_TASKS.ERROR_MESSAGE.contains(text)));
    return and(all.conditions);
  }

  // An array, whatever its length, keeps the text of the statement constant.
  private void oneOf(Field<String> column, Set<String> values) {
    if (!values.isEmpty()) {
      conditions.add(column.eq(any(values.toArray(String[]::new))));
    }
  }

  private void within(Field<OffsetDateTime> column, Optional<TimeRange> range) {
    range
        .flatMap(TimeRange::from)
        .ifPresent(from -> conditions.add(column.ge(Times.timestamp(from))));
    range
        .flatMap(TimeRange::until)
        .ifPresent(until -> conditions.add(column.lt(Times.timestamp(until))));
  }
}
