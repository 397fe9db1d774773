package io.celers.broker.jooq.internal.claim;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Routines.celersCommitAsynchronously;
import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_LANE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersLaneRows;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.deadletter.SettleUndeliverable;
import io.celers.broker.jooq.internal.sql.HotStatement;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.sql.UuidOrder;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Records;
import org.jooq.SelectFinalStep;
import org.jooq.Table;

/** Claims due tasks of one queue for one holder, and settles those that nobody may claim. */
final class ClaimTasks {

  /**
   * What the claim met.
   *
   * @param deliveries in the order in which they should be worked on
   * @param undeliverable how many more rows were due: worn out or expired, and settled now, or more
   *     than were to be taken
   */
  record Claimed(List<Delivery> deliveries, int undeliverable) {}

  /** When the task was due; its visible_at is the end of the lease. */
  static final Field<OffsetDateTime> DUE_AT = CELERS_TASKS.VISIBLE_AT.as("due_at");

  /** What a delivery tells of its task. */
  static final List<Field<?>> TOLD =
      List.of(
          CELERS_TASKS.ID,
          CELERS_TASKS.QUEUE,
          CELERS_TASKS.TASK_NAME,
          CELERS_TASKS.TASK_VERSION,
          CELERS_TASKS.CODEC,
          CELERS_TASKS.PAYLOAD,
          CELERS_TASKS.PRIORITY,
          CELERS_TASKS.DELIVERIES,
          CELERS_TASKS.MAX_RETRIES,
          CELERS_TASKS.RETRY_POLICY,
          CELERS_TASKS.CREATED_AT,
          CELERS_TASKS.SCHEDULED_AT,
          CELERS_TASKS.VISIBLE_AT,
          CELERS_TASKS.EXPIRES_AT,
          CELERS_TASKS.STARTED_AT,
          CELERS_TASKS.RECEIPT,
          CELERS_TASKS.ERROR_MESSAGE,
          CELERS_TASKS.METADATA);

  private static final CelersTasks TASK = CELERS_TASKS.as("task");

  private static final Param<Short[]> PRIORITIES =
      param("priorities", CELERS_TASKS.PRIORITY.getDataType().getArrayDataType());
  private static final Param<OffsetDateTime[]> FLOORS =
      param("floors", CELERS_TASKS.VISIBLE_AT.getDataType().getArrayDataType());
  private static final Param<String> QUEUE = param("queue", CELERS_TASKS.QUEUE);
  private static final Param<String[]> NAMES =
      param("names", CELERS_TASKS.TASK_NAME.getDataType().getArrayDataType());
  private static final Param<Integer> SCAN = param("scan", Integer.class);
  private static final Param<Integer> MAX = param("max", Integer.class);
  private static final Param<UUID> RECEIPT = param("receipt", CELERS_TASKS.RECEIPT);
  private static final Param<Long> LEASE = param("lease_micros", Long.class);
  private static final Param<String> WORKER = param("worker_id", CELERS_TASKS.WORKER_ID);

  /**
   * Most rows of a lane, as constants, each for a statement of its own; how many rows are looked at
   * in all is a parameter. None is more than eight times the one before: with ten lanes and two
   * limits the planner counts on a tenth of it, which must not be more than is asked for.
   */
  private static final List<Integer> MOST_OF_A_LANE =
      List.of(8, 64, 512, 4_096, TaskSource.MAX_BATCH);

  private static final NavigableMap<Integer, HotStatement<DueRow>> BY_ANYBODY =
      byLimit(noCondition(), noCondition());
  private static final NavigableMap<Integer, HotStatement<DueRow>> BY_WORKER =
      byLimit(hasOneOfNames(), commitsAsynchronously());

  private ClaimTasks() {}

  private static NavigableMap<Integer, HotStatement<DueRow>> byLimit(
      Condition names, Condition commit) {
    NavigableMap<Integer, HotStatement<DueRow>> statements = new TreeMap<>();
    MOST_OF_A_LANE.forEach(most -> statements.put(most, hot(names, commit, most)));
    return statements;
  }

  // Read as the very columns of the table, and by their places: to look each up in each row took
  // longer than all the rest. Guarded by ClaimedColumnsTest.
  private static HotStatement<DueRow> hot(Condition names, Condition commit, int most) {
    return HotStatement.of(
        () ->
            statement(names, commit, most)
                .coerce(
                    DUE_AT,
                    CELERS_TASKS.ID,
                    CELERS_TASKS.QUEUE,
                    CELERS_TASKS.TASK_NAME,
                    CELERS_TASKS.TASK_VERSION,
                    CELERS_TASKS.CODEC,
                    CELERS_TASKS.PAYLOAD,
                    CELERS_TASKS.PRIORITY,
                    CELERS_TASKS.DELIVERIES,
                    CELERS_TASKS.MAX_RETRIES,
                    CELERS_TASKS.RETRY_POLICY,
                    CELERS_TASKS.CREATED_AT,
                    CELERS_TASKS.SCHEDULED_AT,
                    CELERS_TASKS.VISIBLE_AT,
                    CELERS_TASKS.EXPIRES_AT,
                    CELERS_TASKS.STARTED_AT,
                    CELERS_TASKS.RECEIPT,
                    CELERS_TASKS.ERROR_MESSAGE,
                    CELERS_TASKS.METADATA),
        Records.mapping(DueRow::new));
  }

  // Lanes: for each priority, from the highest, the first due rows through celers_tasks_claim_idx.
  // Nothing sorts outside the lateral, so the nested loop is lazy and stops after `claim.scan`
  // rows, which then are all that is locked. SKIP LOCKED lets claimers pass each other. The CTE is
  // materialized: joined directly, the planner might lock or update more rows than the LIMIT says.
  // The pause is an uncorrelated subquery, evaluated once before anything is read; joined, it could
  // turn the order of the lanes. The receipt is new for every call. Of the rows that are locked,
  // `claim.max` are taken at most; the others stay locked until the transaction ends, in autocommit
  // mode at once. Guarded by DequeueIT, ClaimConcurrencyIT and PlansIT.
  //
  // A limit that is a parameter is taken for a tenth of the rows: of a large table that is so many
  // that the server would plan each claim anew for its own number, which takes as long as the
  // claim. So the limit of a lane is a constant, and the limit of all is there twice: that makes
  // the plan for any number the cheapest in the planner's eyes. Guarded by KeptPlansIT.
  private static SelectFinalStep<Record> statement(Condition names, Condition commit, int most) {
    CelersLaneRows lane = CELERS_LANE_ROWS.call(PRIORITIES, FLOORS);
    Table<?> next =
        lateral(
            select(TASK.ID, TASK.VISIBLE_AT, TASK.DELIVERIES, TASK.MAX_RETRIES, TASK.EXPIRES_AT)
                .from(TASK)
                .where(TASK.QUEUE.eq(QUEUE))
                .and(TASK.PRIORITY.eq(lane.PRIORITY))
                .and(TASK.VISIBLE_AT.between(lane.FLOOR, celersNow()))
                .and(TaskRows.isLive(TASK))
                .and(names)
                .orderBy(TASK.VISIBLE_AT, TASK.ID)
                .limit(inline(most))
                .forUpdate()
                .skipLocked()
                .asTable("next"));
    Table<?> looked =
        select(next.fields())
            .from(lane)
            .crossJoin(next)
            .where(
                field(
                        select(CELERS_QUEUES.PAUSED_AT)
                            .from(CELERS_QUEUES)
                            .where(CELERS_QUEUES.QUEUE.eq(QUEUE)))
                    .isNull())
            .and(commit)
            .limit(SCAN)
            .asTable("looked");
    CommonTableExpression<Record> due =
        name("due").asMaterialized(select(looked.fields()).from(looked).limit(SCAN));

    SettleUndeliverable settle = SettleUndeliverable.of(due);
    CommonTableExpression<Record> claimed =
        name("claimed")
            .as(
                update(CELERS_TASKS)
                    .set(CELERS_TASKS.STATE, inline(CelersTaskState.processing))
                    .set(CELERS_TASKS.RECEIPT, RECEIPT)
                    .set(CELERS_TASKS.DELIVERIES, CELERS_TASKS.DELIVERIES.plus(inline(1)))
                    .set(CELERS_TASKS.VISIBLE_AT, celersAfter(LEASE))
                    .set(CELERS_TASKS.STARTED_AT, celersNow())
                    .set(CELERS_TASKS.WORKER_ID, WORKER)
                    .where(CELERS_TASKS.ID.eq(any(array(settle.deliverable().limit(MAX)))))
                    .returningResult(TOLD));
    return with(due, claimed)
        .with(settle.steps())
        .select(due.field(CELERS_TASKS.VISIBLE_AT).as(DUE_AT))
        .select(claimed.fields())
        .from(due)
        .leftJoin(claimed)
        .on(claimed.field(CELERS_TASKS.ID).eq(due.field(CELERS_TASKS.ID)));
  }

  /** With its values, to be executed or explained. */
  static HotStatement.Bound<DueRow> bound(DSLContext db, String queue, Lanes lanes, Claim claim) {
    HotStatement.Bound<DueRow> bound =
        (claim.names() == null ? BY_ANYBODY : BY_WORKER)
            .ceilingEntry(claim.scan())
            .getValue()
            .on(db)
            .with(PRIORITIES, lanes.priorities())
            .with(FLOORS, lanes.floors())
            .with(QUEUE, queue)
            .with(SCAN, claim.scan())
            .with(MAX, claim.max())
            .with(RECEIPT, claim.receipt())
            .with(LEASE, claim.leaseMicros())
            .with(WORKER, claim.workerId());
    if (claim.names() != null) {
      bound.with(NAMES, claim.names());
    }
    return bound;
  }

  static Claimed execute(DSLContext db, String queue, Lanes lanes, Claim claim) {
    return inOrder(bound(db, queue, lanes, claim).fetch());
  }

  // A subquery, as that of the pause: evaluated once, before anything is read. Guarded by
  // AsynchronousClaimIT.
  private static Condition commitsAsynchronously() {
    return field(select(celersCommitAsynchronously())).isNotNull();
  }

  // Tasks of other names are passed over before anything is locked. Wrapped into a CASE that is
  // never null unless it fails, because the planner knows how often each name occurs: for a rare or
  // new one it would rather sort all due tasks than walk the index. Guarded by UnknownNamesIT.
  private static Condition hasOneOfNames() {
    return when(TASK.TASK_NAME.eq(any(NAMES)), inline(true)).isNotNull();
  }

  /** RETURNING has no order. */
  private static Claimed inOrder(List<DueRow> due) {
    List<Delivery> deliveries =
        due.stream()
            .filter(DueRow::isClaimed)
            .sorted(
                Comparator.comparing(DueRow::priority)
                    .reversed()
                    .thenComparing(DueRow::dueAt)
                    .thenComparing(DueRow::id, UuidOrder.AS_STORED))
            .<Delivery>map(row -> new JooqDelivery(row.task(), row.dueAt()))
            .toList();
    return new Claimed(deliveries, due.size() - deliveries.size());
  }
}
