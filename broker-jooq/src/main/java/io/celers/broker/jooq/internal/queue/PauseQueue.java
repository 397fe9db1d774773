package io.celers.broker.jooq.internal.queue;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;

import org.jooq.DSLContext;

/** Pauses a queue that runs, and lets a paused one run. */
final class PauseQueue {

  private PauseQueue() {}

  // A queue that is paused is left alone, so the first pause keeps its time, author and reason.
  // Guarded by TaskQueueIT.
  static boolean execute(DSLContext db, String queue, String reason, String by) {
    return db.insertInto(CELERS_QUEUES)
            .set(CELERS_QUEUES.QUEUE, queue)
            .set(CELERS_QUEUES.PAUSED_AT, celersNow())
            .set(CELERS_QUEUES.PAUSED_BY, by)
            .set(CELERS_QUEUES.PAUSE_REASON, reason)
            .onConflict(CELERS_QUEUES.QUEUE)
            .doUpdate()
            .set(CELERS_QUEUES.PAUSED_AT, celersNow())
            .set(CELERS_QUEUES.PAUSED_BY, by)
            .set(CELERS_QUEUES.PAUSE_REASON, reason)
            .set(CELERS_QUEUES.UPDATED_AT, celersNow())
            .where(CELERS_QUEUES.PAUSED_AT.isNull())
            .execute()
        == 1;
  }

  static boolean undo(DSLContext db, String queue) {
    return db.update(CELERS_QUEUES)
            .setNull(CELERS_QUEUES.PAUSED_AT)
            .setNull(CELERS_QUEUES.PAUSED_BY)
            .setNull(CELERS_QUEUES.PAUSE_REASON)
            .set(CELERS_QUEUES.UPDATED_AT, celersNow())
            .where(CELERS_QUEUES.QUEUE.eq(queue))
            .and(CELERS_QUEUES.PAUSED_AT.isNotNull())
            .execute()
        == 1;
  }
}
