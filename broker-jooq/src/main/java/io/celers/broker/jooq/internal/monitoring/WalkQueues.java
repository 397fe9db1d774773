package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_LANE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_LIVE_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersLaneRows;
import io.celers.broker.generated.tables.CelersLiveQueues;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.task.Limits;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Counts the unfinished tasks of the next queues through the claim index, up to a limit. */
final class WalkQueues {

  /**
   * What was seen of one queue.
   *
   * @param due rows that may be claimed, up to the limit
   * @param lapsed those of them whose lease has ended
   * @param later rows that may be claimed later, up to the limit
   * @param held those of them that are being processed
   * @param oldestDue when the first pending task became due
   * @param oldestClaim when the oldest claim that was seen was made
   */
  record Walked(
      String queue,
      int due,
      int lapsed,
      int later,
      int held,
      @Nullable OffsetDateTime oldestDue,
      @Nullable OffsetDateTime oldestClaim) {}

  static final Short[] PRIORITIES =
      IntStream.rangeClosed(Limits.LOWEST_PRIORITY, Limits.HIGHEST_PRIORITY)
          .mapToObj(priority -> (short) (Limits.HIGHEST_PRIORITY - priority))
          .toArray(Short[]::new);

  private WalkQueues() {}

  // Lanes as in the claim: equality on queue and priority, a range of visible_at, so that each side
  // of now is one stretch of celers_tasks_claim_idx, and the lazy nested loop stops at the limit.
  // Leases are the first rows after now. The oldest due task is looked for in every lane, because
  // it is the starving lanes that matter; the look-up passes over lapsed tasks, as many as there
  // are at the head of a lane. Guarded by MonitoringPlansIT.
  static List<Walked> execute(DSLContext db, String after, int queues, int limit) {
    CelersLiveQueues live = CELERS_LIVE_QUEUES.call(after, queues);
    CelersLaneRows lane = CELERS_LANE_ROWS.call(PRIORITIES, new OffsetDateTime[PRIORITIES.length]);
    CelersTasks task = CELERS_TASKS.as("task");
    Condition inLane = task.QUEUE.eq(live.QUEUE).and(task.PRIORITY.eq(lane.PRIORITY));
    Side due = new Side(inLane.and(task.VISIBLE_AT.le(celersNow())), "due", limit);
    Side later = new Side(inLane.and(task.VISIBLE_AT.gt(celersNow())), "later", limit);
    Table<?> first =
        lateral(
                select(task.VISIBLE_AT)
                    .from(task)
                    .where(inLane)
                    .and(task.VISIBLE_AT.le(celersNow()))
                    .and(task.STATE.eq(inline(CelersTaskState.pending)))
                    .orderBy(task.VISIBLE_AT)
                    .limit(1))
            .as("first");
    Field<OffsetDateTime> oldestDue = min(first.field(task.VISIBLE_AT)).as("oldest_due");
    Table<?> oldest = lateral(select(oldestDue).from(lane).crossJoin(first)).as("oldest");

    Table<?> dueSeen = due.walk(task, lane);
    Table<?> laterSeen = later.walk(task, lane);
    return db.select(live.QUEUE)
        .select(dueSeen.fields())
        .select(laterSeen.fields())
        .select(oldest.fields())
        .from(live)
        .crossJoin(dueSeen)
        .crossJoin(laterSeen)
        .crossJoin(oldest)
        .fetch(
            row ->
                new Walked(
                    row.get(live.QUEUE),
                    row.get(dueSeen.field(due.seen)),
                    row.get(dueSeen.field(due.processing)),
                    row.get(laterSeen.field(later.seen)),
                    row.get(laterSeen.field(later.processing)),
                    row.get(oldest.field(oldestDue)),
                    earlier(
                        row.get(dueSeen.field(due.oldestClaim)),
                        row.get(laterSeen.field(later.oldestClaim)))));
  }

  private static @Nullable OffsetDateTime earlier(
      @Nullable OffsetDateTime one, @Nullable OffsetDateTime other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** The rows of a queue on one side of now. */
  private static final class Side {

    private final Condition condition;
    private final String name;
    private final int limit;
    private final Field<Integer> seen;
    private Field<Integer> processing;
    private Field<OffsetDateTime> oldestClaim;

    Side(Condition condition, String name, int limit) {
      this.condition = condition;
      this.name = name;
      this.limit = limit;
      this.seen = count().as(name + "_seen");
      this.processing = count().as(name + "_processing");
      this.oldestClaim = min(CELERS_TASKS.STARTED_AT).as(name + "_oldest_claim");
    }

    Table<?> walk(CelersTasks task, CelersLaneRows lane) {
      Table<?> next =
          lateral(
                  select(task.STATE, task.STARTED_AT)
                      .from(task)
                      .where(condition)
                      .and(TaskRows.isLive(task))
                      .orderBy(task.VISIBLE_AT)
                      .limit(limit))
              .as("next");
      Table<?> rows = select(next.fields()).from(lane).crossJoin(next).limit(limit).asTable("rows");
      Condition isProcessing =
          rows.field(CELERS_TASKS.STATE).eq(inline(CelersTaskState.processing));
      processing = count().filterWhere(isProcessing).as(processing.getName());
      oldestClaim =
          min(rows.field(CELERS_TASKS.STARTED_AT))
              .filterWhere(isProcessing)
              .as(oldestClaim.getName());
      return lateral(select(seen, processing, oldestClaim).from(rows)).as(name);
    }
  }
}
