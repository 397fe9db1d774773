package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Routines.celersBefore;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.arrayGet;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Puts back those of the next piece of the dead letters whose wait is over. */
public final class RequeueByPolicy {

  private RequeueByPolicy() {}

  /** One step, from behind the page's cursor on. */
  public static Bulk execute(DSLContext db, RequeuePolicy policy, Page page) {
    KeyRange range =
        KeyRange.following(db, CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.ID, page.after());
    Condition which =
        range
            .contains()
            .and(DeadLetterCondition.of(policy.query()))
            .and(isDue(policy))
            .and(isNoTask());
    return range.bulk(RequeueDeadLetters.execute(db, which, page.limit()), page);
  }

  // All waits are sent, and each row looks its own up: behind the end of an array PostgreSQL finds
  // null, so a task that was put back often enough is never due. Guarded by RequeuePolicyIT.
  private static Condition isDue(RequeuePolicy policy) {
    Long[] waits =
        IntStream.rangeClosed(1, policy.maxRequeues())
            .mapToObj(requeue -> Times.micros(policy.waitBefore(requeue)))
            .toArray(Long[]::new);
    Field<Integer> next = CELERS_DEAD_LETTER_QUEUE.REQUEUES.cast(Integer.class).plus(inline(1));
    return CELERS_DEAD_LETTER_QUEUE.DIED_AT.le(celersBefore(arrayGet(val(waits), next)));
  }

  /**
   * Its id is not taken by a task that was enqueued again while this one was being buried: a person
   * is told so by an error, but an error here would stop all other requeues for ever.
   */
  private static Condition isNoTask() {
    return field(
            select(CELERS_TASKS.ID)
                .from(CELERS_TASKS)
                .where(CELERS_TASKS.ID.eq(CELERS_DEAD_LETTER_QUEUE.ID)))
        .isNull();
  }
}
