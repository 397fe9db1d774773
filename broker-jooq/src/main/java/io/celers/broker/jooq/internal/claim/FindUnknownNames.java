package io.celers.broker.jooq.internal.claim;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_LANE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersLaneRows;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Table;

/** Looks which names the first due tasks of a queue have that nobody here knows. */
public final class FindUnknownNames {

  /** Due tasks of each priority that are looked at: those that claims pass over first. */
  private static final int LOOK = 1_000;

  private FindUnknownNames() {}

  // The lanes of ClaimTasks, read without a lock and bounded in each lane, whatever the names are.
  // Guarded by UnknownNamesIT.
  /** How many tasks there are by name, counted up to a thousand in each priority. */
  public static Map<String, Integer> execute(
      DSLContext db, String queue, Collection<String> known) {
    Lanes lanes = Lanes.full();
    CelersLaneRows lane = CELERS_LANE_ROWS.call(lanes.priorities(), lanes.floors());
    CelersTasks task = CELERS_TASKS.as("task");
    Table<Record1<String>> first =
        lateral(
                select(task.TASK_NAME)
                    .from(task)
                    .where(task.QUEUE.eq(queue))
                    .and(task.PRIORITY.eq(lane.PRIORITY))
                    .and(task.VISIBLE_AT.between(lane.FLOOR, celersNow()))
                    .and(TaskRows.isLive(task))
                    .orderBy(task.VISIBLE_AT, task.ID)
                    .limit(LOOK))
            .as("first");
    return new TreeMap<>(
        db.select(first.field(CELERS_TASKS.TASK_NAME), count())
            .from(lane)
            .crossJoin(first)
            .where(first.field(CELERS_TASKS.TASK_NAME).ne(all(known.toArray(String[]::new))))
            .groupBy(first.field(CELERS_TASKS.TASK_NAME))
            .fetchMap(row -> row.value1(), row -> row.value2()));
  }
}
