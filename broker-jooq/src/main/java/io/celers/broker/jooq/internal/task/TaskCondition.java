package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.jooq.internal.sql.Criteria;
import io.celers.broker.jooq.internal.sql.Metadata;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.Limits;
import org.jooq.Condition;

/** The one translation of a query into a condition on the task table. */
final class TaskCondition {

  private TaskCondition() {}

  static Condition of(TaskQuery query) {
    Criteria criteria =
        new Criteria()
            .oneOf(CELERS_TASKS.TASK_NAME, query.names())
            .oneOf(CELERS_TASKS.QUEUE, query.queues())
            .oneOf(CELERS_TASKS.WORKER_ID, query.workers())
            .oneOfIds(CELERS_TASKS.ID, query.ids())
            .within(CELERS_TASKS.CREATED_AT, query.created())
            .within(CELERS_TASKS.SCHEDULED_AT, query.scheduled())
            .within(CELERS_TASKS.COMPLETED_AT, query.finished())
            .containing(CELERS_TASKS.ERROR_MESSAGE, query.errorText());
    if (!query.states().isEmpty()) {
      criteria.where(
          CELERS_TASKS.STATE.in(
              query.states().stream().map(state -> inline(States.stored(state))).toList()));
    }
    if (query.minPriority() > Limits.LOWEST_PRIORITY
        || query.maxPriority() < Limits.HIGHEST_PRIORITY) {
      criteria.where(
          CELERS_TASKS.PRIORITY.between((short) query.minPriority(), (short) query.maxPriority()));
    }
    if (!query.tags().isEmpty() || !query.headers().isEmpty()) {
      criteria.where(
          CELERS_TASKS.METADATA.contains(new Metadata(query.headers(), query.tags()).toJson()));
    }
    return criteria.all();
  }
}
