package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.Precision;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;

/**
 * How many rows the planner expects: EXPLAIN without running anything.
 *
 * <p>It scales the statistics of the last ANALYZE to the present size of the table, those of queue
 * and state together (celers_tasks_queue_state), and needs no more than the right to read the
 * table. It never says fewer than one row, so one is taken for none.
 */
final class EstimateTasks {

  private EstimateTasks() {}

  static Count of(DSLContext db, CelersTaskState state) {
    return rows(db, CELERS_TASKS, isIn(state));
  }

  static Count of(DSLContext db, String queue, CelersTaskState state) {
    return rows(db, CELERS_TASKS, CELERS_TASKS.QUEUE.eq(queue).and(isIn(state)));
  }

  static Count dead(DSLContext db, String queue) {
    return rows(db, CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.QUEUE.eq(queue));
  }

  private static Count rows(DSLContext db, Table<?> table, Condition condition) {
    long rows = Math.round(db.explain(db.selectOne().from(table).where(condition)).rows());
    return new Count(rows <= 1 ? 0 : rows, Precision.ESTIMATE);
  }

  private static Condition isIn(CelersTaskState state) {
    return CELERS_TASKS.STATE.eq(inline(state));
  }
}
