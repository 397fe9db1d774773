package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import io.celers.broker.generated.tables.CelersTaskRows;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertResultStep;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.Table;

/** Inserts tasks that have ids of the broker's own and no idempotency keys. */
final class InsertTasks {

  /** Columns of the task table that an enqueue gives; the others have defaults. */
  static final List<Field<?>> COLUMNS = TaskRows.sharedWith(CelersTaskRows.CELERS_TASK_ROWS);

  private InsertTasks() {}

  // One array for each column: the text is the same for any number of rows, so that the driver can
  // keep the statement prepared, and the planner inlines the function. No ON CONFLICT: a fresh
  // UUID cannot collide. Guarded by EnqueueIT and NotificationsIT.
  static void execute(DSLContext db, List<TaskRow> tasks, Optional<Channel> channel) {
    CelersTaskRows rows = TaskArrays.of(tasks);
    db.fetch(statement(rows, channel.map(to -> NotifySleepers.on(to, topics(tasks)))));
  }

  /** Inserts these rows, and notifies at the commit. */
  static ResultQuery<?> statement(Table<?> rows, Optional<Select<Record1<Boolean>>> notify) {
    InsertResultStep<?> insert =
        insertInto(CELERS_TASKS, COLUMNS)
            .select(select(TaskRows.of(rows, COLUMNS)).from(rows))
            .returningResult(CELERS_TASKS.ID);
    if (notify.isEmpty()) {
      return insert;
    }
    return with(name("inserted").as(insert))
        .select(asterisk())
        .from(notify.get().asTable("notified"));
  }

  /** What these tasks may wake somebody for. */
  static Stream<Topic> topics(List<TaskRow> tasks) {
    return tasks.stream()
        .filter(task -> !task.isDelayed())
        .map(TaskRow::queue)
        .distinct()
        .map(Topic::queue);
  }
}
