package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_LANE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_LIVE_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.unnest;

import io.celers.broker.generated.tables.CelersLaneRows;
import io.celers.broker.generated.tables.CelersLiveQueues;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Reads the tasks that were worked on last.
 *
 * <p>No index holds finished tasks by their end, and behind a backlog none of the newest tasks has
 * been worked on. But a lane is worked off in its order, so those that were lie just before its
 * front: the first task that is not finished.
 */
final class SampleBeforeFronts {

  /** Fronts that are looked behind; with more there would be too few tasks for each. */
  private static final int FRONTS = 20;

  private static final CelersTasks TASK = CELERS_TASKS.as("task");

  private SampleBeforeFronts() {}

  /** A stretch of tasks for each front, so many tasks together. */
  static List<Stretch> execute(DSLContext db, int limit) {
    Map<UUID, String> fronts = fronts(db);
    return fronts.isEmpty() ? List.of() : before(db, fronts, limit / fronts.size());
  }

  // The first entry of each lane in celers_tasks_claim_idx, whatever it is: due, held, or for
  // later.
  private static Map<UUID, String> fronts(DSLContext db) {
    CelersLiveQueues live = CELERS_LIVE_QUEUES.call("", FRONTS);
    CelersLaneRows lane =
        CELERS_LANE_ROWS.call(
            WalkQueues.PRIORITIES, new OffsetDateTime[WalkQueues.PRIORITIES.length]);
    Table<?> first =
        lateral(
                select(TASK.ID)
                    .from(TASK)
                    .where(TASK.QUEUE.eq(live.QUEUE))
                    .and(TASK.PRIORITY.eq(lane.PRIORITY))
                    .and(TaskRows.isLive(TASK))
                    .orderBy(TASK.VISIBLE_AT)
                    .limit(1))
            .as("first");
    return db.select(first.field(TASK.ID), live.QUEUE)
        .from(live)
        .crossJoin(lane)
        .crossJoin(first)
        .limit(FRONTS)
        .fetchMap(first.field(TASK.ID), live.QUEUE);
  }

  // One walk of the primary key for each front, backwards and up to the limit. Guarded by
  // MonitoringPlansIT.
  private static List<Stretch> before(DSLContext db, Map<UUID, String> fronts, int limit) {
    Table<?> front = unnest(fronts.keySet().toArray(UUID[]::new)).as("front", "front_id");
    Field<UUID> frontId = front.field(0, UUID.class);
    Table<?> before =
        lateral(
                select(SeenColumns.of(TASK).all())
                    .from(TASK)
                    .where(TASK.ID.lt(frontId))
                    .orderBy(TASK.ID.desc())
                    .limit(limit))
            .as("before");
    SeenColumns columns = SeenColumns.of(before);
    return db.select(frontId).select(columns.all()).from(front).crossJoin(before).fetch().stream()
        .collect(groupingBy(row -> row.get(frontId), mapping(columns::read, toList())))
        .entrySet()
        .stream()
        .map(
            stretch ->
                new Stretch(
                    Optional.ofNullable(fronts.get(stretch.getKey())),
                    stretch.getValue(),
                    stretch.getValue().size() == limit))
        .toList();
  }
}
