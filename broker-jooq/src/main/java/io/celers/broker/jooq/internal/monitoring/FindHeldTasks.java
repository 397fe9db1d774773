package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_LANE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_LIVE_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersLaneRows;
import io.celers.broker.generated.tables.CelersLiveQueues;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.Precision;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Counts the tasks that each worker holds, by their leases. */
final class FindHeldTasks {

  /** Queues whose leases are looked for. */
  private static final int QUEUES = 64;

  private static final int MOST_OF_A_LANE = 1_000;
  private static final int MOST = 10_000;

  private FindHeldTasks() {}

  /** The tasks that one worker holds. */
  private record Held(long tasks, Instant oldestClaim) {

    Held plus(Held other) {
      return new Held(
          tasks + other.tasks,
          oldestClaim.isBefore(other.oldestClaim) ? oldestClaim : other.oldestClaim);
    }
  }

  /** What was found, by worker. */
  record Holds(Map<String, Held> byWorker, boolean cut) {

    Set<String> workers() {
      return new TreeSet<>(byWorker.keySet());
    }

    Count count(String worker) {
      return new Count(
          Optional.ofNullable(byWorker.get(worker)).map(Held::tasks).orElse(0L),
          cut ? Precision.AT_LEAST : Precision.EXACT);
    }

    Optional<Instant> oldestClaim(String worker) {
      return Optional.ofNullable(byWorker.get(worker)).map(Held::oldestClaim);
    }
  }

  // Leases are the first entries after now in each lane of celers_tasks_claim_idx. Tasks that are
  // scheduled for so soon lie between them and are read, too, but the outer limit comes before the
  // grouping, and without a sort the nested loop stops there. Guarded by MonitoringPlansIT.
  static Holds execute(DSLContext db) {
    CelersLiveQueues live = CELERS_LIVE_QUEUES.call("", QUEUES);
    CelersLaneRows lane =
        CELERS_LANE_ROWS.call(
            WalkQueues.PRIORITIES, new OffsetDateTime[WalkQueues.PRIORITIES.length]);
    CelersTasks task = CELERS_TASKS.as("task");
    Table<?> next =
        lateral(
                select(task.QUEUE, task.PRIORITY, task.STATE, task.WORKER_ID, task.STARTED_AT)
                    .from(task)
                    .where(task.QUEUE.eq(live.QUEUE))
                    .and(task.PRIORITY.eq(lane.PRIORITY))
                    .and(task.VISIBLE_AT.gt(celersNow()))
                    .and(TaskRows.isLive(task))
                    .orderBy(task.VISIBLE_AT)
                    .limit(MOST_OF_A_LANE))
            .as("next");
    Table<?> rows =
        select(next.fields())
            .from(live)
            .crossJoin(lane)
            .crossJoin(next)
            .limit(MOST)
            .asTable("rows");
    Field<String> queue = rows.field(CELERS_TASKS.QUEUE);
    Field<Short> priority = rows.field(CELERS_TASKS.PRIORITY);
    Field<CelersTaskState> state = rows.field(CELERS_TASKS.STATE);
    Field<@Nullable String> worker = rows.field(CELERS_TASKS.WORKER_ID);
    Field<OffsetDateTime> oldestClaim = min(rows.field(CELERS_TASKS.STARTED_AT));
    Map<String, Held> held = new HashMap<>();
    Map<List<Object>, Integer> lanes = new HashMap<>();
    Set<String> queues = new TreeSet<>();
    for (Record row :
        db.select(queue, priority, state, worker, count(), oldestClaim)
            .from(rows)
            .groupBy(queue, priority, state, worker)
            .fetch()) {
      queues.add(row.get(queue));
      lanes.merge(List.of(row.get(queue), row.get(priority)), row.get(count()), Integer::sum);
      String holder = row.get(worker);
      if (row.get(state) == CelersTaskState.processing && holder != null) {
        held.merge(
            holder, new Held(row.get(count()), row.get(oldestClaim).toInstant()), Held::plus);
      }
    }
    int examined = lanes.values().stream().mapToInt(Integer::intValue).sum();
    boolean cut =
        examined == MOST || lanes.containsValue(MOST_OF_A_LANE) || queues.size() == QUEUES;
    return new Holds(held, cut);
  }
}
