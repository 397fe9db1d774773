package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Finds schedules whose next tick has come. */
final class FindDueSchedules {

  private FindDueSchedules() {}

  // In the order of celers_schedules_next_at_idx, so that a look which finds nothing is one probe.
  // Locked only to pass over those that others are dealing with, which would be found in vain: the
  // locks are gone with the statement where no transaction is open. Guarded by ScheduleTicksIT and
  // SchedulePlansIT.
  static List<DueSchedule> execute(DSLContext db, @Nullable DueSchedule after, int limit) {
    Field<OffsetDateTime> now = celersNow();
    return db.select(
            CELERS_SCHEDULES.NAME,
            CELERS_SCHEDULES.QUEUE,
            CELERS_SCHEDULES.EXPRESSION,
            CELERS_SCHEDULES.ZONE,
            CELERS_SCHEDULES.MISSED_TICKS,
            CELERS_SCHEDULES.NEXT_AT,
            now)
        .from(CELERS_SCHEDULES)
        .where(CELERS_SCHEDULES.NEXT_AT.le(celersNow()))
        .and(CELERS_SCHEDULES.PAUSED_AT.isNull())
        .and(isAfter(after))
        .orderBy(CELERS_SCHEDULES.NEXT_AT, CELERS_SCHEDULES.NAME)
        .limit(limit)
        .forNoKeyUpdate()
        .skipLocked()
        .fetch(found -> new DueSchedule(found.into(CELERS_SCHEDULES), found.get(now).toInstant()));
  }

  private static Condition isAfter(@Nullable DueSchedule after) {
    return after == null
        ? noCondition()
        : row(CELERS_SCHEDULES.NEXT_AT, CELERS_SCHEDULES.NAME)
            .gt(after.row().getNextAt(), after.name());
  }
}
