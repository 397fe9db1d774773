package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;

import io.celers.broker.schedule.ScheduleDetails;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Reads schedules by their names, without the payloads of their tasks. */
final class FindSchedules {

  private static final List<Field<?>> COLUMNS =
      Arrays.stream(CELERS_SCHEDULES.fields())
          .filter(column -> !column.equals(CELERS_SCHEDULES.PAYLOAD))
          .<Field<?>>map(column -> column)
          .toList();

  private FindSchedules() {}

  static Optional<ScheduleDetails> one(DSLContext db, String name) {
    return db.select(COLUMNS)
        .from(CELERS_SCHEDULES)
        .where(CELERS_SCHEDULES.NAME.eq(name))
        .fetchOptional(row -> new JooqScheduleDetails(row.into(CELERS_SCHEDULES)));
  }

  /** Behind a name; no name is empty, so that an empty one is the start. */
  static List<ScheduleDetails> behind(DSLContext db, String name, int limit) {
    return db.select(COLUMNS)
        .from(CELERS_SCHEDULES)
        .where(CELERS_SCHEDULES.NAME.gt(name))
        .orderBy(CELERS_SCHEDULES.NAME)
        .limit(limit)
        .fetch(row -> new JooqScheduleDetails(row.into(CELERS_SCHEDULES)));
  }

  /** With the time of the database, to compute from. */
  static Optional<DueSchedule> withTime(DSLContext db, String name) {
    Field<OffsetDateTime> now = celersNow();
    return db.select(
            CELERS_SCHEDULES.NAME,
            CELERS_SCHEDULES.EXPRESSION,
            CELERS_SCHEDULES.ZONE,
            CELERS_SCHEDULES.NEXT_AT,
            CELERS_SCHEDULES.PAUSED_AT,
            now)
        .from(CELERS_SCHEDULES)
        .where(CELERS_SCHEDULES.NAME.eq(name))
        .fetchOptional(
            row -> new DueSchedule(row.into(CELERS_SCHEDULES), row.get(now).toInstant()));
  }
}
