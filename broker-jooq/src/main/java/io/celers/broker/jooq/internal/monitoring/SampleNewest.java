package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import org.jooq.DSLContext;
import org.jooq.Table;

/** Reads the newest rows of a table of tasks: from the end of its primary key, which is time. */
final class SampleNewest {

  private static final SeenColumns OF_DEAD_LETTERS =
      SeenColumns.of(
          CELERS_DEAD_LETTER_QUEUE,
          inline(CelersTaskState.failed),
          CELERS_DEAD_LETTER_QUEUE.DIED_AT);

  private SampleNewest() {}

  static Stretch ofTasks(DSLContext db, int limit) {
    return execute(db, CELERS_TASKS, SeenColumns.of(CELERS_TASKS), limit);
  }

  static Stretch ofArchive(DSLContext db, int limit) {
    return execute(db, CELERS_TASK_ARCHIVE, SeenColumns.of(CELERS_TASK_ARCHIVE), limit);
  }

  static Stretch ofDeadLetters(DSLContext db, int limit) {
    return execute(db, CELERS_DEAD_LETTER_QUEUE, OF_DEAD_LETTERS, limit);
  }

  // Walks the primary key from its end and stops at the limit. Guarded by MonitoringPlansIT.
  private static Stretch execute(DSLContext db, Table<?> table, SeenColumns columns, int limit) {
    return Stretch.newest(
        db.select(columns.all())
            .from(table)
            .orderBy(columns.id().desc())
            .limit(limit)
            .fetch(columns::read),
        limit);
  }
}
