package io.celers.broker.jooq.internal.queue;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static org.jooq.impl.DSL.any;

import java.util.Collection;
import java.util.Set;
import org.jooq.DSLContext;

/** Looks which of some queues are paused, by their primary key. */
public final class FindPausedQueues {

  private FindPausedQueues() {}

  /** Those of them that are. */
  public static Set<String> execute(DSLContext db, Collection<String> queues) {
    return db.select(CELERS_QUEUES.QUEUE)
        .from(CELERS_QUEUES)
        .where(CELERS_QUEUES.QUEUE.eq(any(queues.toArray(String[]::new))))
        .and(CELERS_QUEUES.PAUSED_AT.isNotNull())
        .fetchSet(CELERS_QUEUES.QUEUE);
  }
}
