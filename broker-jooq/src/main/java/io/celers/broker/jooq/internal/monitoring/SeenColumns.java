package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.generated.enums.CelersTaskState;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The columns of a {@link SeenTask}, which tables of whole tasks have under the same names. */
record SeenColumns(
    Field<UUID> id,
    Field<String> queue,
    Field<CelersTaskState> state,
    Field<Integer> deliveries,
    Field<OffsetDateTime> createdAt,
    Field<OffsetDateTime> scheduledAt,
    Field<OffsetDateTime> startedAt,
    Field<OffsetDateTime> endedAt,
    Field<String> workerId) {

  /** Of the task table, or of what was selected from it. */
  static SeenColumns of(Table<?> tasks) {
    return of(tasks, tasks.field(CELERS_TASKS.STATE), tasks.field(CELERS_TASKS.COMPLETED_AT));
  }

  /** Of another table of tasks. */
  static SeenColumns of(
      Table<?> table, Field<CelersTaskState> state, Field<OffsetDateTime> endedAt) {
    return new SeenColumns(
        table.field(CELERS_TASKS.ID),
        table.field(CELERS_TASKS.QUEUE),
        state,
        table.field(CELERS_TASKS.DELIVERIES),
        table.field(CELERS_TASKS.CREATED_AT),
        table.field(CELERS_TASKS.SCHEDULED_AT),
        table.field(CELERS_TASKS.STARTED_AT),
        endedAt,
        table.field(CELERS_TASKS.WORKER_ID));
  }

  List<Field<?>> all() {
    return List.of(
        id, queue, state, deliveries, createdAt, scheduledAt, startedAt, endedAt, workerId);
  }

  SeenTask read(Record row) {
    return new SeenTask(
        row.get(id),
        row.get(queue),
        row.get(state),
        row.get(deliveries),
        row.get(createdAt),
        row.get(scheduledAt),
        row.get(startedAt),
        row.get(endedAt),
        row.get(workerId));
  }
}
