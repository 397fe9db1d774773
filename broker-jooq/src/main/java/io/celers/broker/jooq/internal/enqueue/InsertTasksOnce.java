package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Routines.celersIdIsTaken;
import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ROWS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.when;

import io.celers.broker.generated.tables.records.CelersTaskRowsRecord;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.sql.UuidOrder;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record3;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Inserts tasks for which another task may already stand: by idempotency key, or by id. */
final class InsertTasksOnce {

  /**
   * What became of one row.
   *
   * @param keyOwner the task that holds the idempotency key; null if the row has none
   * @param inserted whether the row is in the table because of this statement
   */
  record Outcome(@Nullable UUID keyOwner, boolean inserted) {

    /** Whether no other task stands for the one with this id. */
    boolean isFor(UUID id) {
      return keyOwner == null || keyOwner.equals(id);
    }
  }

  private InsertTasksOnce() {}

  // The key is taken by DO UPDATE, not DO NOTHING: it waits for a transaction that is just taking
  // the same key, and then returns the row that won, which a select in this statement's snapshot
  // could not see. The CASE hands an expired key over and leaves a living one as it is. A task is
  // mine if the key's task id is mine. Whether an id is taken is asked for the caller's ids alone:
  // it locks, and the others are fresh. Keys and ids go in sorted, so that two batches cannot
  // deadlock.
  // Guarded by IdempotencyIT and OwnIdConcurrencyIT.
  static Map<UUID, Outcome> execute(DSLContext db, List<TaskRow> tasks, Optional<Channel> channel) {
    CommonTableExpression<CelersTaskRowsRecord> rows =
        name("rows").asMaterialized(selectFrom(TaskArrays.of(tasks)));
    Field<UUID> id = rows.field(CELERS_TASK_ROWS.ID);
    Field<String> queue = rows.field(CELERS_TASK_ROWS.QUEUE);
    Field<String> key = rows.field(CELERS_TASK_ROWS.IDEMPOTENCY_KEY);

    CommonTableExpression<Record3<String, String, UUID>> keys =
        name("keys").as(takeKeys(rows, id, queue, key));
    Field<UUID> keyOwner = keys.field(CELERS_DEDUPLICATION.TASK_ID);
    Condition sameKey =
        keys.field(CELERS_DEDUPLICATION.QUEUE)
            .eq(queue)
            .and(keys.field(CELERS_DEDUPLICATION.KEY).eq(key));

    CommonTableExpression<Record1<UUID>> taken = name("taken").asMaterialized(takenOf(tasks));
    Field<UUID> takenId = taken.field(CELERS_TASKS.ID);

    CommonTableExpression<Record1<UUID>> inserted =
        name("inserted")
            .as(
                insertInto(CELERS_TASKS, InsertTasks.COLUMNS)
                    .select(
                        select(TaskRows.of(rows, InsertTasks.COLUMNS))
                            .from(rows)
                            .leftJoin(keys)
                            .on(sameKey)
                            .leftJoin(taken)
                            .on(takenId.eq(id))
                            .where(key.isNull().or(keyOwner.eq(id)))
                            .and(takenId.isNull())
                            .orderBy(id))
                    .onConflict(CELERS_TASKS.ID)
                    .doNothing()
                    .returningResult(CELERS_TASKS.ID));
    Field<UUID> insertedId = inserted.field(CELERS_TASKS.ID);

    Field<Integer> notified =
        channel.map(to -> NotifySleepers.count(to, InsertTasks.topics(tasks))).orElse(inline(0));

    Map<UUID, Outcome> outcomes = new HashMap<>();
    db.with(rows, keys, taken, inserted)
        .select(id, keyOwner, insertedId, notified)
        .from(rows)
        .leftJoin(keys)
        .on(sameKey)
        .leftJoin(inserted)
        .on(insertedId.eq(id))
        .forEach(
            row -> outcomes.put(row.value1(), new Outcome(row.value2(), row.value3() != null)));
    return outcomes;
  }

  private static Select<Record1<UUID>> takenOf(List<TaskRow> tasks) {
    UUID[] ids =
        tasks.stream()
            .filter(TaskRow::callersId)
            .map(TaskRow::id)
            .sorted(UuidOrder.AS_STORED)
            .toArray(UUID[]::new);
    Table<?> own = unnest(ids).as("own", CELERS_TASKS.ID.getName());
    Field<UUID> id = own.field(CELERS_TASKS.ID.getUnqualifiedName(), CELERS_TASKS.ID.getDataType());
    return select(id).from(own).where(celersIdIsTaken(id));
  }

  private static ResultQuery<Record3<String, String, UUID>> takeKeys(
      CommonTableExpression<CelersTaskRowsRecord> rows,
      Field<UUID> id,
      Field<String> queue,
      Field<String> key) {
    Condition isExpired = CELERS_DEDUPLICATION.EXPIRES_AT.le(celersNow());
    return insertInto(
            CELERS_DEDUPLICATION,
            CELERS_DEDUPLICATION.QUEUE,
            CELERS_DEDUPLICATION.KEY,
            CELERS_DEDUPLICATION.TASK_ID,
            CELERS_DEDUPLICATION.EXPIRES_AT)
        .select(
            select(queue, key, id, rows.field(CELERS_TASK_ROWS.IDEMPOTENCY_EXPIRES_AT))
                .from(rows)
                .where(key.isNotNull())
                .orderBy(queue, key))
        .onConflict(CELERS_DEDUPLICATION.QUEUE, CELERS_DEDUPLICATION.KEY)
        .doUpdate()
        .set(CELERS_DEDUPLICATION.TASK_ID, ifTaken(isExpired, CELERS_DEDUPLICATION.TASK_ID))
        .set(CELERS_DEDUPLICATION.CREATED_AT, ifTaken(isExpired, CELERS_DEDUPLICATION.CREATED_AT))
        .set(CELERS_DEDUPLICATION.EXPIRES_AT, ifTaken(isExpired, CELERS_DEDUPLICATION.EXPIRES_AT))
        .returningResult(
            CELERS_DEDUPLICATION.QUEUE, CELERS_DEDUPLICATION.KEY, CELERS_DEDUPLICATION.TASK_ID);
  }

  private static <T> Field<T> ifTaken(Condition isExpired, Field<T> column) {
    return when(isExpired, excluded(column)).otherwise(column);
  }
}
