package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.QueueFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Counts what is in each queue by reading the tables as a whole. */
final class CountQueues {

  private static final Condition PENDING = CELERS_TASKS.STATE.eq(inline(CelersTaskState.pending));
  private static final Condition PROCESSING =
      CELERS_TASKS.STATE.eq(inline(CelersTaskState.processing));

  private CountQueues() {}

  // The one definition of the figures; what is estimated elsewhere estimates these. One pass over
  // the task table, so that the figures of a queue belong together. Guarded by MonitoringIT.
  static List<QueueFigures> execute(DSLContext db, Instant now) {
    Map<String, Integer> dead = deadLetters(db);
    Set<String> names = new TreeSet<>(dead.keySet());
    names.addAll(db.select(CELERS_QUEUES.QUEUE).from(CELERS_QUEUES).fetchSet(CELERS_QUEUES.QUEUE));
    Field<Integer> pending = count().filterWhere(PENDING);
    Field<Integer> scheduled =
        count().filterWhere(PENDING.and(CELERS_TASKS.VISIBLE_AT.gt(celersNow())));
    Field<Integer> processing = count().filterWhere(PROCESSING);
    Field<Integer> lapsed =
        count().filterWhere(PROCESSING.and(CELERS_TASKS.VISIBLE_AT.le(celersNow())));
    Field<Integer> completed = counted(CelersTaskState.completed);
    Field<Integer> failed = counted(CelersTaskState.failed);
    Field<Integer> cancelled = counted(CelersTaskState.cancelled);
    Field<OffsetDateTime> oldestDue =
        min(CELERS_TASKS.VISIBLE_AT)
            .filterWhere(PENDING.and(CELERS_TASKS.VISIBLE_AT.le(celersNow())));
    Field<OffsetDateTime> oldestClaim = min(CELERS_TASKS.STARTED_AT).filterWhere(PROCESSING);
    Map<String, QueueFigures> figures = new TreeMap<>();
    db.select(CELERS_TASKS.QUEUE, pending, scheduled, processing, lapsed)
        .select(completed, failed, cancelled, oldestDue, oldestClaim)
        .from(CELERS_TASKS)
        .groupBy(CELERS_TASKS.QUEUE)
        .forEach(
            row -> {
              String queue = row.get(CELERS_TASKS.QUEUE);
              figures.put(
                  queue,
                  new QueueFigures(
                      queue,
                      Count.exactly(row.get(pending)),
                      Count.exactly(row.get(scheduled)),
                      Count.exactly(row.get(processing)),
                      Count.exactly(row.get(lapsed)),
                      Count.exactly(row.get(completed)),
                      Count.exactly(row.get(failed)),
                      Count.exactly(row.get(cancelled)),
                      Count.exactly(dead.getOrDefault(queue, 0)),
                      age(row.get(oldestDue), now),
                      age(row.get(oldestClaim), now)));
            });
    names.forEach(
        name ->
            figures.computeIfAbsent(
                name, queue -> withoutTasks(queue, Count.exactly(dead.getOrDefault(queue, 0)))));
    return List.copyOf(figures.values());
  }

  /** How many dead letters each queue has that has any. */
  static Map<String, Integer> deadLetters(DSLContext db) {
    return db.select(CELERS_DEAD_LETTER_QUEUE.QUEUE, count())
        .from(CELERS_DEAD_LETTER_QUEUE)
        .groupBy(CELERS_DEAD_LETTER_QUEUE.QUEUE)
        .fetchMap(CELERS_DEAD_LETTER_QUEUE.QUEUE, count());
  }

  static Optional<Duration> age(@Nullable OffsetDateTime moment, Instant now) {
    return Times.instant(moment).map(then -> MeasureFreshness.since(then, now));
  }

  private static Field<Integer> counted(CelersTaskState state) {
    return count().filterWhere(CELERS_TASKS.STATE.eq(inline(state)));
  }

  private static QueueFigures withoutTasks(String queue, Count dead) {
    Count none = Count.exactly(0);
    return new QueueFigures(
        queue, none, none, none, none, none, none, none, dead, Optional.empty(), Optional.empty());
  }
}
