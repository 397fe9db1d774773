package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.jooq.internal.deadletter.RequeueByPolicy;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.Page;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * How far a run of the automatic requeue has come.
 *
 * @param requeued tasks that it has put back
 * @param cursor where the next step begins
 * @param complete whether there is no next step: the end is reached, or the most that a run may do
 */
record RequeueRun(int requeued, Optional<Cursor> cursor, boolean complete) {

  /** About to begin. */
  static final RequeueRun START = new RequeueRun(0, Optional.empty(), false);

  RequeueRun step(DSLContext db, RequeuePolicy policy) {
    int limit = Math.min(policy.perRun() - requeued, Page.MAX_LIMIT);
    Bulk step = RequeueByPolicy.execute(db, policy, new Page(cursor, limit));
    int total = requeued + step.changed();
    return new RequeueRun(total, step.cursor(), step.exhausted() || total == policy.perRun());
  }
}
