package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TICK_ROWS;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.celers.broker.generated.tables.CelersTickRows;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Makes a task of a schedule besides its ticks. */
final class RunSchedule {

  private RunSchedule() {}

  /** Returns the name of the task; empty if there is no such schedule. */
  static Optional<String> execute(DSLContext db, String name, UUID id) {
    CelersTickRows now =
        CELERS_TICK_ROWS.call(array(val(name)), array(val(id)), array(celersNow()));
    return db.insertInto(CELERS_TASKS, AdvanceSchedules.COLUMNS)
        .select(select(TaskRows.of(now, AdvanceSchedules.COLUMNS)).from(now))
        .returningResult(CELERS_TASKS.TASK_NAME)
        .fetchOptional(row -> row.value1());
  }
}
