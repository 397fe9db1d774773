package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Tables.CELERS_TASK_ROW;

import io.celers.broker.generated.tables.CelersTaskRow;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.util.Optional;
import org.jooq.DSLContext;

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
    InsertTasks.insert(
        db,
        row,
        channel
            .filter(to -> !task.isDelayed())
            .map(to -> NotifySleepers.on(to, Topic.queue(task.queue()))));
  }
}
