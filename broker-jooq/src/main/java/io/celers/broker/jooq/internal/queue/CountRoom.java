package io.celers.broker.jooq.internal.queue;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;

import io.celers.broker.jooq.internal.sql.TaskRows;
import java.util.Collection;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.ResultQuery;
import org.jooq.Table;

/** Counts how many more tasks each of these queues may take. */
final class CountRoom {

  private CountRoom() {}

  // Counts no further than the maximum. ORDER BY is the order of celers_tasks_claim_idx behind the
  // queue: without it the planner might take a scan of the table for a fair sample of it, and read
  // all finished tasks first. Guarded by AdmissionIT.
  static Map<String, Long> execute(DSLContext db, Collection<String> queues) {
    return query(db, queues).fetchMap(Record2::value1, Record2::value2);
  }

  static ResultQuery<Record2<String, Long>> query(DSLContext db, Collection<String> queues) {
    Table<?> counted =
        select(CELERS_TASKS.ID)
            .from(CELERS_TASKS)
            .where(CELERS_TASKS.QUEUE.eq(CELERS_QUEUES.QUEUE))
            .and(TaskRows.isLive(CELERS_TASKS))
            .orderBy(CELERS_TASKS.PRIORITY, CELERS_TASKS.VISIBLE_AT, CELERS_TASKS.ID)
            .limit(CELERS_QUEUES.MAX_LENGTH)
            .asTable("counted");
    Field<Integer> length = field(selectCount().from(counted));
    Field<Long> room = CELERS_QUEUES.MAX_LENGTH.minus(length);
    return db.select(CELERS_QUEUES.QUEUE, room)
        .from(CELERS_QUEUES)
        .where(CELERS_QUEUES.QUEUE.eq(any(queues.toArray(String[]::new))))
        .and(CELERS_QUEUES.MAX_LENGTH.isNotNull());
  }
}
