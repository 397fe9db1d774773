package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_LIVE_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.select;

import io.celers.broker.Monitoring;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersLiveQueues;
import io.celers.broker.jooq.internal.monitoring.WalkQueues.Walked;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.Precision;
import io.celers.broker.monitoring.QueueFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Table;

/** Figures of the queues of a large table: bounded counts where they reach, else estimates. */
final class EstimateQueues {

  /** Rows that are walked on each side of now, over all queues: some tens of milliseconds. */
  private static final int WALKED = 10_000;

  private static final int MOST_OF_A_QUEUE = 2_000;
  private static final int LEAST_OF_A_QUEUE = 50;

  /**
   * The same for one statement. The planner takes it for half of what makes it compile a statement
   * to machine code ({@code jit_above_cost}), which would take ten times as long as running it.
   */
  private static final int WALKED_AT_ONCE = 5_000;

  /** Tasks among which the names of queues without unfinished tasks are looked for. */
  private static final int NEWEST = 1_000;

  /** Queues whose finished tasks are estimated: a fraction of a millisecond for each state. */
  private static final int ESTIMATED = 64;

  private static final List<CelersTaskState> FINAL =
      List.of(CelersTaskState.completed, CelersTaskState.failed, CelersTaskState.cancelled);

  private EstimateQueues() {}

  static List<QueueFigures> execute(DSLContext db, Instant now, boolean countDead) {
    Set<String> names = names(db);
    Map<String, Integer> dead = countDead ? CountQueues.deadLetters(db) : Map.of();
    names.addAll(dead.keySet());
    int limit =
        Math.max(LEAST_OF_A_QUEUE, Math.min(MOST_OF_A_QUEUE, WALKED / Math.max(1, names.size())));
    Map<String, Walked> walked = walk(db, limit);
    names.addAll(walked.keySet());

    Set<CelersTaskState> present = presentStates(db);
    List<QueueFigures> figures = new ArrayList<>();
    for (String name : names) {
      boolean estimate = figures.size() < ESTIMATED;
      Walked seen = walked.getOrDefault(name, new Walked(name, 0, 0, 0, 0, null, null));
      figures.add(
          new QueueFigures(
              name,
              pending(db, seen, limit),
              scheduled(seen, limit),
              processing(seen, limit),
              counted(seen.lapsed(), seen.due() < limit),
              finished(db, name, CelersTaskState.completed, estimate, present),
              finished(db, name, CelersTaskState.failed, estimate, present),
              finished(db, name, CelersTaskState.cancelled, estimate, present),
              countDead ? Count.exactly(dead.getOrDefault(name, 0)) : dead(db, name, estimate),
              CountQueues.age(seen.oldestDue(), now),
              CountQueues.age(seen.oldestClaim(), now)));
    }
    return figures;
  }

  private static Map<String, Walked> walk(DSLContext db, int limit) {
    Map<String, Walked> walked = new TreeMap<>();
    int atOnce = Math.max(1, WALKED_AT_ONCE / limit);
    String after = "";
    List<Walked> next;
    do {
      next = WalkQueues.execute(db, after, atOnce, limit);
      for (Walked queue : next) {
        walked.put(queue.queue(), queue);
        after = queue.queue();
      }
    } while (next.size() == atOnce && walked.size() < Monitoring.MAX_QUEUES);
    return walked;
  }

  private static Set<String> names(DSLContext db) {
    CelersLiveQueues live = CELERS_LIVE_QUEUES.call("", Monitoring.MAX_QUEUES);
    Table<Record1<String>> newest =
        select(CELERS_TASKS.QUEUE)
            .from(CELERS_TASKS)
            .orderBy(CELERS_TASKS.ID.desc())
            .limit(NEWEST)
            .asTable("newest");
    return new TreeSet<>(
        db.select(CELERS_QUEUES.QUEUE)
            .from(CELERS_QUEUES)
            .union(select(live.QUEUE).from(live))
            .union(select(newest.field(CELERS_TASKS.QUEUE)).from(newest))
            .limit(Monitoring.MAX_QUEUES)
            .fetchSet(CELERS_QUEUES.QUEUE));
  }

  /** Most tables hold finished tasks of one state only: what is not there is not asked for. */
  private static Set<CelersTaskState> presentStates(DSLContext db) {
    Set<CelersTaskState> present = new TreeSet<>();
    for (CelersTaskState state : FINAL) {
      if (EstimateTasks.of(db, state).value() > 0) {
        present.add(state);
      }
    }
    return present;
  }

  private static Count pending(DSLContext db, Walked seen, int limit) {
    long counted = seen.due() - seen.lapsed() + (long) (seen.later() - seen.held());
    boolean all = seen.due() < limit && seen.later() < limit;
    return all
        ? Count.exactly(counted)
        : atLeast(counted, EstimateTasks.of(db, seen.queue(), CelersTaskState.pending));
  }

  /** The planner knows due times of all queues together only, so there is no estimate. */
  private static Count scheduled(Walked seen, int limit) {
    return counted(seen.later() - (long) seen.held(), seen.later() < limit);
  }

  /** Leases come first after now, and lapsed ones are few: a lower bound is near enough. */
  private static Count processing(Walked seen, int limit) {
    return counted(seen.lapsed() + (long) seen.held(), seen.due() < limit && seen.later() < limit);
  }

  private static Count finished(
      DSLContext db,
      String queue,
      CelersTaskState state,
      boolean estimate,
      Set<CelersTaskState> present) {
    if (!present.contains(state)) {
      return new Count(0, Precision.ESTIMATE);
    }
    return estimate ? EstimateTasks.of(db, queue, state) : counted(0, false);
  }

  private static Count dead(DSLContext db, String queue, boolean estimate) {
    return estimate ? EstimateTasks.dead(db, queue) : counted(0, false);
  }

  private static Count counted(long value, boolean all) {
    return new Count(value, all ? Precision.EXACT : Precision.AT_LEAST);
  }

  /** An estimate that contradicts what was counted is worth less than the count. */
  private static Count atLeast(long counted, Count estimate) {
    return estimate.value() > counted ? estimate : counted(counted, false);
  }
}
