package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.TaskDetails;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Lists tasks that meet criteria, out of a bounded stretch of the primary key. */
final class ListTasks {

  /** All but the payload, which may be large and is not for everybody's eyes. */
  static final List<Field<?>> COLUMNS =
      Arrays.<Field<?>>stream(CELERS_TASKS.fields())
          .filter(field -> !field.equals(CELERS_TASKS.PAYLOAD))
          .toList();

  private ListTasks() {}

  // Walks celers_tasks_pkey whatever the criteria are: ids do not change, so pages are stable while
  // tasks are written, and no criterion needs an index of its own. Guarded by InspectionIT.
  static Slice<TaskDetails> execute(DSLContext db, TaskQuery query, Page page) {
    KeyRange range = KeyRange.following(db, CELERS_TASKS, CELERS_TASKS.ID, page.after());
    List<TaskDetails> tasks =
        db.select(COLUMNS)
            .from(CELERS_TASKS)
            .where(range.contains())
            .and(TaskCondition.of(query))
            .orderBy(CELERS_TASKS.ID)
            .limit(page.limit())
            .fetch(row -> new JooqTaskDetails(row.into(CELERS_TASKS)));
    return range.slice(tasks, TaskDetails::id, page);
  }
}
