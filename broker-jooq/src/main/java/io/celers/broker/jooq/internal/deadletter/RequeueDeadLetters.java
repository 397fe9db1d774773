package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Puts dead letters back into the task table, pending. */
final class RequeueDeadLetters {

  /** Starts afresh: the columns whose defaults are those of a task that was never delivered. */
  private static final List<Field<?>> RESET =
      List.of(
          CELERS_TASKS.DELIVERIES,
          CELERS_TASKS.STARTED_AT,
          CELERS_TASKS.SETTLED_RECEIPT,
          CELERS_TASKS.WORKER_ID,
          CELERS_TASKS.EXPIRES_AT);

  private static final short MOST_COUNTED = Short.MAX_VALUE;

  private static final List<Field<?>> KEPT =
      BuryTasks.COLUMNS.stream()
          .filter(column -> !RESET.contains(column) && !column.equals(CELERS_TASKS.REQUEUES))
          .toList();

  private RequeueDeadLetters() {}

  // Deleted and inserted by one statement. The INSERT is a plain one: with ON CONFLICT DO NOTHING
  // an id that is taken would destroy the dead letter. visible_at is now by default. Guarded by
  // DeadLettersIT and DeadLetterQueriesIT.
  static List<UUID> execute(DSLContext db, Condition which, int limit) {
    CommonTableExpression<CelersDeadLetterQueueRecord> removed =
        name("removed").as(TakeDeadLetters.delete(which, limit).returning());
    Field<OffsetDateTime> expiresAt = removed.field(CELERS_DEAD_LETTER_QUEUE.EXPIRES_AT);
    List<Field<?>> columns = new ArrayList<>(KEPT);
    columns.add(CELERS_TASKS.EXPIRES_AT);
    columns.add(CELERS_TASKS.REQUEUES);
    List<Field<?>> values = new ArrayList<>(TaskRows.of(removed, KEPT));
    values.add(when(expiresAt.gt(celersNow()), expiresAt));
    values.add(oneMore(removed.field(CELERS_DEAD_LETTER_QUEUE.REQUEUES)));
    return db.with(removed)
        .insertInto(CELERS_TASKS, columns)
        .select(select(values).from(removed))
        .returningResult(CELERS_TASKS.ID)
        .fetch(CELERS_TASKS.ID);
  }

  private static Field<Short> oneMore(Field<Short> requeues) {
    return when(requeues.lt(inline(MOST_COUNTED)), requeues.plus(inline((short) 1)))
        .otherwise(requeues);
  }
}
