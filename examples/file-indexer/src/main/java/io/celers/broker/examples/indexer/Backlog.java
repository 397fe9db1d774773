package io.celers.broker.examples.indexer;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import org.jooq.DSLContext;

/** The live tasks of the queue: the queue is a table. */
final class Backlog {

  private final DSLContext db;
  private final String queue;

  Backlog(DSLContext db, String queue) {
    this.db = db;
    this.queue = queue;
  }

  /** Tasks that wait, are being worked on, or are leased to a process that died. */
  int count() {
    return db.fetchCount(
        CELERS_TASKS,
        CELERS_TASKS.QUEUE.eq(queue),
        // inline: only a constant lets the planner use the index of the live tasks
        CELERS_TASKS.STATE.in(inline(CelersTaskState.pending), inline(CelersTaskState.processing)));
  }
}
