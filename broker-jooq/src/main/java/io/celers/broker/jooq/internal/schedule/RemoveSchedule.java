package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;

import org.jooq.DSLContext;

/** Deletes a schedule. */
final class RemoveSchedule {

  private RemoveSchedule() {}

  static boolean execute(DSLContext db, String name) {
    return db.deleteFrom(CELERS_SCHEDULES).where(CELERS_SCHEDULES.NAME.eq(name)).execute() == 1;
  }
}
