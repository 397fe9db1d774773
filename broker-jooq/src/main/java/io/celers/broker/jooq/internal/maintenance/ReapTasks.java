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
import java.util.Optional;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
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
                    .orderBy(live.QUEUE, live.PRIORITY, live.VISIBLE_AT, live.ID)
                    .limit(examine));
    Select<Record1<UUID>> candidates =
        select(examined.field(CELERS_TASKS.ID))
            .from(examined)
            .where(isUndeliverable(examined))
            .limit(limit);
    CelersTasks task = CELERS_TASKS.as("task");
    CommonTableExpression<?> due =
        name("due")
            .asMaterialized(
                select(task.ID, task.DELIVERIES, task.MAX_RETRIES, task.EXPIRES_AT)
                    .from(task)
                    .where(task.ID.eq(any(array(candidates))))
                    .and(TaskRows.isLive(task))
                    .and(isUndeliverable(task))
                    .orderBy(task.ID)
                    .forUpdate()
                    .skipLocked());
    SettleUndeliverable settle = SettleUndeliverable.of(due);
    Field<Integer> died = field(select(count()).from(settle.buried()));
    Field<Integer> expired = field(select(count()).from(settle.expired()));
    Field<Integer> seen = field(select(count()).from(examined));
    return db.with(examined, due)
        .with(settle.steps())
        .select(died, expired, seen)
        .select(examined.fields())
        .from(examined)
        .orderBy(
            examined.field(CELERS_TASKS.QUEUE).desc(),
            examined.field(CELERS_TASKS.PRIORITY).desc(),
            examined.field(CELERS_TASKS.VISIBLE_AT).desc(),
            examined.field(CELERS_TASKS.ID).desc())
        .limit(1)
        .fetchOptional(
            last -> {
              int settled = last.get(died) + last.get(expired);
              boolean atEnd = last.get(seen) < examine;
              Reaped reaped =
                  new Reaped(last.get(died), last.get(expired), atEnd && settled < limit);
              if (settled == limit) {
                // There may be more in this piece, so the next step looks at it again.
                return new Step(reaped, Optional.ofNullable(from));
              }
              return new Step(
                  reaped, atEnd ? Optional.empty() : Optional.of(position(examined, last)));
            })
        .orElseGet(() -> new Step(new Reaped(0, 0, true), Optional.empty()));
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
