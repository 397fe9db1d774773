package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.select;

import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.task.TaskDetails;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Looks a task up, first where it lives, then in the archive. */
final class FindTask {

  private static final List<Field<?>> ARCHIVED =
      TaskRows.of(
          CELERS_TASK_ARCHIVE,
          TaskRows.sharedWith(CELERS_TASK_ARCHIVE).stream()
              .filter(ListTasks.COLUMNS::contains)
              .toList());

  private FindTask() {}

  static Optional<TaskDetails> execute(DSLContext db, UUID id) {
    return db.select(ListTasks.COLUMNS)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.ID.eq(id))
        .fetchOptionalInto(CELERS_TASKS)
        .or(
            () ->
                db.select(ARCHIVED)
                    .from(CELERS_TASK_ARCHIVE)
                    .where(CELERS_TASK_ARCHIVE.ID.eq(id))
                    .fetchOptionalInto(CELERS_TASKS))
        .map(JooqTaskDetails::new);
  }

  static Optional<byte[]> payload(DSLContext db, UUID id) {
    return db
        .select(CELERS_TASKS.PAYLOAD)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.ID.eq(id))
        .unionAll(
            select(CELERS_TASK_ARCHIVE.PAYLOAD)
                .from(CELERS_TASK_ARCHIVE)
                .where(CELERS_TASK_ARCHIVE.ID.eq(id)))
        .fetch(CELERS_TASKS.PAYLOAD)
        .stream()
        .findFirst();
  }
}
