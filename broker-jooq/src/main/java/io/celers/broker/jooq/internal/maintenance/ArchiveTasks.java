package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersBefore;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.maintenance.Disposal;
import io.celers.broker.maintenance.RetentionPolicy;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Moves finished tasks that are old enough out of the next piece of the task table. */
final class ArchiveTasks {

  private static final List<Field<?>> COLUMNS = TaskRows.sharedWith(CELERS_TASK_ARCHIVE);

  private ArchiveTasks() {}

  // Two halves, as in ReapTasks: `examined` walks a bounded piece of the primary key without
  // locking, `locked` takes what is due of it in the order of ids. That a task is finished is said
  // by completed_at, not by its state, and said again when it is locked: the row may be another one
  // by then. Guarded by ArchiveIT.
  static Step execute(DSLContext db, RetentionPolicy policy, @Nullable UUID after) {
    CommonTableExpression<?> examined =
        name("examined")
            .asMaterialized(
                select(
                        CELERS_TASKS.ID,
                        CELERS_TASKS.QUEUE,
                        CELERS_TASKS.STATE,
                        CELERS_TASKS.COMPLETED_AT)
                    .from(CELERS_TASKS)
                    .where(Walk.isAfter(CELERS_TASKS.ID, after))
                    .orderBy(CELERS_TASKS.ID)
                    .limit(Walk.EXAMINED));
    CommonTableExpression<Record1<UUID>> due =
        name("due")
            .asMaterialized(
                select(examined.field(CELERS_TASKS.ID))
                    .from(examined)
                    .leftJoin(CELERS_QUEUES)
                    .on(CELERS_QUEUES.QUEUE.eq(examined.field(CELERS_TASKS.QUEUE)))
                    .where(
                        examined
                            .field(CELERS_TASKS.COMPLETED_AT)
                            .le(celersBefore(age(policy, examined))))
                    .orderBy(examined.field(CELERS_TASKS.ID))
                    .limit(policy.batchSize()));
    CommonTableExpression<Record1<UUID>> locked =
        name("locked")
            .asMaterialized(
                select(CELERS_TASKS.ID)
                    .from(CELERS_TASKS)
                    .where(
                        CELERS_TASKS.ID.eq(
                            any(array(select(due.field(CELERS_TASKS.ID)).from(due)))))
                    .and(CELERS_TASKS.COMPLETED_AT.isNotNull())
                    .orderBy(CELERS_TASKS.ID)
                    .forUpdate()
                    .skipLocked());
    CommonTableExpression<CelersTasksRecord> removed =
        name("removed")
            .as(
                deleteFrom(CELERS_TASKS)
                    .where(
                        CELERS_TASKS.ID.eq(
                            any(array(select(locked.field(CELERS_TASKS.ID)).from(locked)))))
                    .returning());
    Walk walk = new Walk(examined, due, CELERS_TASKS.ID, policy.batchSize());
    if (policy.disposal() == Disposal.DELETE) {
      return walk.execute(db.with(examined, due, locked, removed), inline(0), Walk.rows(removed));
    }
    CommonTableExpression<Record1<UUID>> archived = archived(removed);
    return walk.execute(
        db.with(examined, due, locked, removed, archived), Walk.rows(archived), Walk.rows(removed));
  }

  /** How long this task is kept: as its queue says, else as the policy says of its state. */
  private static Field<Long> age(RetentionPolicy policy, Table<?> task) {
    Field<CelersTaskState> state = task.field(CELERS_TASKS.STATE);
    return coalesce(
        CELERS_QUEUES.RETENTION_MICROS,
        when(state.eq(inline(CelersTaskState.completed)), val(Times.micros(policy.completed())))
            .when(state.eq(inline(CelersTaskState.failed)), val(Times.micros(policy.failed())))
            .otherwise(val(Times.micros(policy.cancelled()))));
  }

  /** A queue whose retention is zero deletes its tasks when they are settled; so this does, too. */
  private static CommonTableExpression<Record1<UUID>> archived(
      CommonTableExpression<CelersTasksRecord> removed) {
    return name("archived")
        .as(
            insertInto(CELERS_TASK_ARCHIVE, COLUMNS)
                .select(
                    select(TaskRows.of(removed, COLUMNS))
                        .from(removed)
                        .where(
                            removed
                                .field(CELERS_TASKS.QUEUE)
                                .notIn(
                                    select(CELERS_QUEUES.QUEUE)
                                        .from(CELERS_QUEUES)
                                        .where(CELERS_QUEUES.RETENTION_MICROS.eq(inline(0L))))))
                // As in the dead letters: one row that is there already must not stop the batch.
                .onConflict(CELERS_TASK_ARCHIVE.ID)
                .doUpdate()
                .setAllToExcluded()
                .returningResult(CELERS_TASK_ARCHIVE.ID));
  }
}
