package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.when;

import io.celers.broker.generated.tables.records.CelersSchedulesRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Makes a schedule, or changes it. */
final class PutSchedule {

  /** What a schedule is; the other columns say where it is in its life. */
  private static final List<Field<?>> DEFINITION =
      List.of(
          CELERS_SCHEDULES.EXPRESSION,
          CELERS_SCHEDULES.ZONE,
          CELERS_SCHEDULES.QUEUE,
          CELERS_SCHEDULES.TASK_NAME,
          CELERS_SCHEDULES.TASK_VERSION,
          CELERS_SCHEDULES.CODEC,
          CELERS_SCHEDULES.PAYLOAD,
          CELERS_SCHEDULES.CONTENT_HASH,
          CELERS_SCHEDULES.PRIORITY,
          CELERS_SCHEDULES.MAX_RETRIES,
          CELERS_SCHEDULES.RETRY_POLICY,
          CELERS_SCHEDULES.TTL_MICROS,
          CELERS_SCHEDULES.MISSED_TICKS,
          CELERS_SCHEDULES.METADATA);

  private PutSchedule() {}

  // The same again writes nothing, so that a start of many processes is no storm of updates. The
  // next tick of a schedule whose cadence stays the same stays, too: else a process that is started
  // often enough would put it off for ever. Guarded by SchedulesIT.
  static boolean execute(DSLContext db, CelersSchedulesRecord schedule) {
    Condition sameCadence =
        CELERS_SCHEDULES
            .EXPRESSION
            .eq(excluded(CELERS_SCHEDULES.EXPRESSION))
            .and(CELERS_SCHEDULES.ZONE.isNotDistinctFrom(excluded(CELERS_SCHEDULES.ZONE)));
    Map<Field<?>, Object> changed = new LinkedHashMap<>();
    DEFINITION.forEach(column -> changed.put(column, excluded(column)));
    changed.put(
        CELERS_SCHEDULES.NEXT_AT,
        when(sameCadence, CELERS_SCHEDULES.NEXT_AT).otherwise(excluded(CELERS_SCHEDULES.NEXT_AT)));
    return db.insertInto(CELERS_SCHEDULES)
            .set(schedule)
            .onConflict(CELERS_SCHEDULES.NAME)
            .doUpdate()
            .set(changed)
            .where(or(DEFINITION.stream().map(PutSchedule::differs).toList()))
            .execute()
        == 1;
  }

  private static <T> Condition differs(Field<T> column) {
    return column.isDistinctFrom(excluded(column));
  }
}
