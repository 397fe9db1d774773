package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;

import io.celers.broker.jooq.internal.sql.Times;
import java.time.Instant;
import org.jooq.DSLContext;

/** Pauses a schedule that runs, and lets a paused one run. */
final class PauseSchedule {

  private PauseSchedule() {}

  static boolean execute(DSLContext db, String name) {
    return db.update(CELERS_SCHEDULES)
            .set(CELERS_SCHEDULES.PAUSED_AT, celersNow())
            .where(CELERS_SCHEDULES.NAME.eq(name))
            .and(CELERS_SCHEDULES.PAUSED_AT.isNull())
            .execute()
        == 1;
  }

  // Only the schedule that the next tick was computed from. Guarded by SchedulesIT.
  static boolean undo(DSLContext db, DueSchedule paused, Instant next) {
    return db.update(CELERS_SCHEDULES)
            .setNull(CELERS_SCHEDULES.PAUSED_AT)
            .set(CELERS_SCHEDULES.NEXT_AT, Times.timestamp(next))
            .where(CELERS_SCHEDULES.NAME.eq(paused.name()))
            .and(CELERS_SCHEDULES.PAUSED_AT.isNotNull())
            .and(CELERS_SCHEDULES.EXPRESSION.eq(paused.row().getExpression()))
            .and(CELERS_SCHEDULES.ZONE.isNotDistinctFrom(paused.row().getZone()))
            .execute()
        == 1;
  }
}
