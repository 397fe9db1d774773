package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ROW;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersTaskRow;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.InsertOnDuplicateStep;

/** Inserts one task that has an id of the broker's own and no idempotency key. */
final class InsertTask {

  private InsertTask() {}

  // Scalars instead of arrays of one: the server keeps a plan for one row, but makes that of an
  // unnest anew each time, which took four times as long as the rest of the insert. Guarded by
  // EnqueueIT and NotificationsIT.
  static void execute(DSLContext db, TaskRow task, Optional<Channel> channel) {
    CelersTaskRow row =
        CELERS_TASK_ROW.call(
            task.id(),
            task.queue(),
            task.name(),
            task.version(),
            task.codec(),
            task.payload(),
            task.contentHash(),
            task.priority(),
            task.maxRetries(),
            task.retryPolicy(),
            task.delayMicros(),
            task.dueAt(),
            task.ttlMicros(),
            task.expiry(),
            task.metadata(),
            task.idempotencyKey(),
            task.idempotencyTtlMicros());
    InsertOnDuplicateStep<?> insert =
        insertInto(CELERS_TASKS, InsertTasks.COLUMNS)
            .select(select(TaskRows.of(row, InsertTasks.COLUMNS)).from(row));
    if (channel.isEmpty() || task.isDelayed()) {
      db.execute(insert);
    } else {
      db.with(name("inserted").as(insert.returningResult(CELERS_TASKS.ID)))
          .select(asterisk())
          .from(NotifySleepers.on(channel.get(), Topic.queue(task.queue())).asTable("notified"))
          .fetch();
    }
  }
}
