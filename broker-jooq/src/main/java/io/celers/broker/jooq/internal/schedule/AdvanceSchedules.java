package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Routines.celersIdIsTaken;
import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static io.celers.broker.generated.Tables.CELERS_SCHEDULE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.update;

import io.celers.broker.generated.tables.CelersScheduleRows;
import io.celers.broker.generated.tables.CelersTickRows;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Record3;
import org.jooq.Record4;
import org.jooq.Result;
import org.jooq.Table;

/** Makes tasks of ticks, and sets their schedules to the next ones. */
final class AdvanceSchedules {

  /** Columns of the task table that a tick gives; the others have defaults. */
  static final List<Field<?>> COLUMNS = TaskRows.sharedWith(CelersTickRows.CELERS_TICK_ROWS);

  /** How many schedules were advanced, and the tasks that were made, each with its name. */
  record Advanced(int schedules, Map<UUID, String> tasks) {}

  private AdvanceSchedules() {}

  // Only schedules that are still what the ticks were computed from: of all processes that computed
  // the same, the first one to lock the row advances it, and the others find it advanced or locked.
  // Second line of defence: the id of a task is made from its schedule and tick, so that none is
  // made twice even if a schedule was set back, by hand or together with the clock. Locked by name,
  // so that two steps cannot deadlock. Guarded by ScheduleTicksIT.
  static Advanced execute(DSLContext db, ComputedTicks computed, Optional<Channel> channel) {
    CelersScheduleRows found = computed.schedules();
    CelersTickRows ticks = computed.ticks();
    CommonTableExpression<Record3<String, OffsetDateTime, OffsetDateTime>> due =
        name("due")
            .asMaterialized(
                select(CELERS_SCHEDULES.NAME, found.FOLLOWING_AT, found.LAST_AT)
                    .from(CELERS_SCHEDULES)
                    .join(found)
                    .on(found.NAME.eq(CELERS_SCHEDULES.NAME))
                    .and(found.EXPRESSION.eq(CELERS_SCHEDULES.EXPRESSION))
                    .and(found.ZONE.isNotDistinctFrom(CELERS_SCHEDULES.ZONE))
                    .and(found.MISSED_TICKS.eq(CELERS_SCHEDULES.MISSED_TICKS))
                    .and(found.NEXT_AT.eq(CELERS_SCHEDULES.NEXT_AT))
                    .where(CELERS_SCHEDULES.PAUSED_AT.isNull())
                    .orderBy(CELERS_SCHEDULES.NAME)
                    .forUpdate()
                    .of(CELERS_SCHEDULES)
                    .skipLocked());
    Field<String> dueName = due.field(CELERS_SCHEDULES.NAME);
    CommonTableExpression<Record1<String>> advanced =
        name("advanced")
            .as(
                update(CELERS_SCHEDULES)
                    .set(CELERS_SCHEDULES.NEXT_AT, due.field(CELERS_SCHEDULE_ROWS.FOLLOWING_AT))
                    .set(
                        CELERS_SCHEDULES.LAST_AT,
                        coalesce(due.field(CELERS_SCHEDULE_ROWS.LAST_AT), CELERS_SCHEDULES.LAST_AT))
                    .from(due)
                    .where(CELERS_SCHEDULES.NAME.eq(dueName))
                    .returningResult(CELERS_SCHEDULES.NAME));
    CommonTableExpression<Record2<UUID, String>> made =
        name("made")
            .as(
                insertInto(CELERS_TASKS, COLUMNS)
                    .select(
                        select(TaskRows.of(ticks, COLUMNS))
                            .from(ticks)
                            .join(due)
                            .on(dueName.eq(ticks.SCHEDULE))
                            .where(not(celersIdIsTaken(ticks.ID)))
                            .orderBy(ticks.ID))
                    .onConflict(CELERS_TASKS.ID)
                    .doNothing()
                    .returningResult(CELERS_TASKS.ID, CELERS_TASKS.TASK_NAME));
    Table<Record1<Integer>> step = select(count()).from(advanced).asTable("step");
    Field<Integer> notified =
        channel.map(to -> NotifySleepers.count(to, computed.topics())).orElse(inline(0));
    Field<UUID> id = made.field(CELERS_TASKS.ID);
    Result<Record4<Integer, UUID, String, Integer>> rows =
        db.with(due, advanced, made)
            .select(step.field(0, Integer.class), id, made.field(CELERS_TASKS.TASK_NAME), notified)
            .from(step)
            .leftJoin(made)
            .on(trueCondition())
            .fetch();
    Map<UUID, String> tasks =
        rows.stream()
            .filter(row -> row.value2() != null)
            .collect(toMap(Record4::value2, Record4::value3));
    return new Advanced(rows.get(0).value1(), tasks);
  }
}
