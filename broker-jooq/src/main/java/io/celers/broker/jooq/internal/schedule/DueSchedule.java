package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.generated.tables.records.CelersSchedulesRecord;
import io.celers.broker.schedule.MissedTicks;
import java.time.Instant;

/**
 * A schedule that was found due, and what it was found to be: what is computed from it holds only
 * as long as it is so.
 *
 * @param now time of the database when it was found
 */
record DueSchedule(CelersSchedulesRecord row, Instant now) {

  String name() {
    return row.getName();
  }

  /**
   * Which ticks make tasks, and which one comes next.
   *
   * @throws IllegalArgumentException if this process cannot read it
   */
  DueTicks ticks() {
    return DueTicks.of(
        Ticks.stored(row.getExpression(), row.getZone()),
        MissedTicks.parse(row.getMissedTicks()),
        row.getNextAt().toInstant(),
        now);
  }
}
