package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.celers.broker.delivery.Reaped;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.deadletter.SettleUndeliverable;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Settles worn-out and expired tasks among the next live ones in the order of the claim index. */
final class ReapTasks {

  /** A place in the claim index. */
  record Position(String queue, short priority, OffsetDateTime visibleAt, UUID id) {}

  /**
   * What one step did.
   *
   * @param next where the next step goes on; empty for the start of the live tasks
   */
  record Step(Reaped reaped, Optional<Position> next) {}

  private ReapTasks() {}

  // Two halves, because a row can be locked or counted, not both: `examined` walks a bounded piece
  // of celers_tasks_claim_idx without locking, `due` locks what has to be settled of it. Its
  // conditions are said again there, since another transaction may have changed a row in between.
  // The step ends behind the last candidate where there may be more of them, locked ones or not,
  // else behind the last row examined: candidates that are always locked do not stop the reaper.
  // Guarded by ReapIT.
  static Step execute(DSLContext db, @Nullable Position from, int examine, int limit) {
    CelersTasks live = CELERS_TASKS.as("live");
    CommonTableExpression<?> examined =
        name("examined")
            .asMaterialized(
                select(
                        live.QUEUE,
                        live.PRIORITY,
                        live.VISIBLE_AT,
                        live.ID,
                        live.DELIVERIES,
                        live.MAX_RETRIES,
                        live.EXPIRES_AT)
                    .from(live)
                    .where(TaskRows.isLive(live))
                    .and(isAfter(live, from))
                    .orderBy(inOrder(live))
                    .limit(examine));
    CommonTableExpression<Record1<UUID>> candidates =
        name("candidates")
            .asMaterialized(
                select(examined.field(CELERS_TASKS.ID))
                    .from(examined)
                    .where(isUndeliverable(examined))
                    .orderBy(inOrder(examined))
                    .limit(limit));
    Field<UUID> candidateId = candidates.field(CELERS_TASKS.ID);
    CelersTasks task = CELERS_TASKS.as("task");
    CommonTableExpression<?> due =
        name("due")
            .asMaterialized(
                select(task.ID, task.DELIVERIES, task.MAX_RETRIES, task.EXPIRES_AT)
                    .from(task)
                    .where(task.ID.eq(any(array(select(candidateId).from(candidates)))))
                    .and(TaskRows.isLive(task))
                    .and(isUndeliverable(task))
                    .orderBy(task.ID)
                    .forUpdate()
                    .skipLocked());
    SettleUndeliverable settle = SettleUndeliverable.of(due);
    Field<Integer> died = field(select(count()).from(settle.buried()));
    Field<Integer> expired = field(select(count()).from(settle.expired()));
    Field<Integer> seen = field(select(count()).from(examined));
    Field<Integer> met = field(select(count()).from(candidates));
    return db.with(examined, candidates, due)
        .with(settle.steps())
        .select(died, expired, seen, met)
        .select(examined.fields())
        .from(examined)
        .leftJoin(candidates)
        .on(candidateId.eq(examined.field(CELERS_TASKS.ID)))
        .where(met.lt(limit).or(candidateId.isNotNull()))
        .orderBy(inOrder(examined).stream().map(Field::desc).toList())
        .limit(1)
        .fetchOptional(
            last -> {
              boolean complete = last.get(seen) < examine && last.get(met) < limit;
              return new Step(
                  new Reaped(last.get(died), last.get(expired), complete),
                  complete ? Optional.empty() : Optional.of(position(examined, last)));
            })
        .orElseGet(() -> new Step(new Reaped(0, 0, true), Optional.empty()));
  }

  /** The order of the claim index. */
  private static List<Field<?>> inOrder(Table<?> task) {
    return List.of(
        task.field(CELERS_TASKS.QUEUE),
        task.field(CELERS_TASKS.PRIORITY),
        task.field(CELERS_TASKS.VISIBLE_AT),
        task.field(CELERS_TASKS.ID));
  }

  private static Condition isUndeliverable(Table<?> task) {
    return task.field(CELERS_TASKS.VISIBLE_AT)
        .le(celersNow())
        .and(SettleUndeliverable.isWornOut(task).or(SettleUndeliverable.hasExpired(task)));
  }

  private static Condition isAfter(CelersTasks live, @Nullable Position from) {
    return from == null
        ? noCondition()
        : row(live.QUEUE, live.PRIORITY, live.VISIBLE_AT, live.ID)
            .gt(from.queue(), from.priority(), from.visibleAt(), from.id());
  }

  private static Position position(Table<?> examined, Record last) {
    return new Position(
        last.get(examined.field(CELERS_TASKS.QUEUE)),
        last.get(examined.field(CELERS_TASKS.PRIORITY)),
        last.get(examined.field(CELERS_TASKS.VISIBLE_AT)),
        last.get(examined.field(CELERS_TASKS.ID)));
  }
}
