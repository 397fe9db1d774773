package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersTaskRows;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Inserts tasks that have ids of the broker's own and no idempotency keys. */
final class InsertTasks {

  /** Columns of the task table that an enqueue gives; the others have defaults. */
  static final List<Field<?>> COLUMNS = TaskRows.sharedWith(CelersTaskRows.CELERS_TASK_ROWS);

  private InsertTasks() {}

  // One array for each column: the text is the same for any number of rows, so that the driver can
  // keep the statement prepared, and the planner inlines the function. No ON CONFLICT: a fresh
  // UUID cannot collide. Guarded by EnqueueIT.
  static void execute(DSLContext db, List<TaskRow> tasks) {
    CelersTaskRows rows = TaskArrays.of(tasks);
    db.insertInto(CELERS_TASKS, COLUMNS)
        .select(select(TaskRows.of(rows, COLUMNS)).from(rows))
        .execute();
  }
}
