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
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersLaneRows;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.deadletter.SettleUndeliverable;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.internal.sql.UuidOrder;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

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

  private static final Field<OffsetDateTime> DUE_AT = CELERS_TASKS.VISIBLE_AT.as("due_at");

  private static final List<Field<?>> RESULT =
      Stream.concat(CELERS_TASKS.fieldStream(), Stream.of(DUE_AT)).toList();

  private ClaimTasks() {}

  // Lanes: for each priority, from the highest, the first due rows through celers_tasks_claim_idx.
  // Nothing sorts outside the lateral, so the nested loop is lazy and stops after `claim.scan`
  // rows, which then are all that is locked. SKIP LOCKED lets claimers pass each other. The CTE is
  // materialized: joined directly, the planner might lock or update more rows than the LIMIT says.
  // The pause is an uncorrelated subquery, evaluated once before anything is read; joined, it could
  // turn the order of the lanes. The receipt is new for every call. Of the rows that are locked,
  // `claim.max` are taken at most; the others stay locked until the transaction ends, in autocommit
  // mode at once. Guarded by DequeueIT, ClaimConcurrencyIT and PlansIT.
  static ResultQuery<Record> statement(DSLContext db, String queue, Lanes lanes, Claim claim) {
    CelersLaneRows lane = CELERS_LANE_ROWS.call(lanes.priorities(), lanes.floors());
    CelersTasks task = CELERS_TASKS.as("task");
    Table<?> next =
        lateral(
            select(task.ID, task.VISIBLE_AT, task.DELIVERIES, task.MAX_RETRIES, task.EXPIRES_AT)
                .from(task)
                .where(task.QUEUE.eq(queue))
                .and(task.PRIORITY.eq(lane.PRIORITY))
                .and(task.VISIBLE_AT.between(lane.FLOOR, celersNow()))
                .and(TaskRows.isLive(task))
                .and(hasOneOf(claim.names(), task))
                .orderBy(task.VISIBLE_AT, task.ID)
                .limit(claim.scan())
                .forUpdate()
                .skipLocked()
                .asTable("next"));
    CommonTableExpression<Record> due =
        name("due")
            .asMaterialized(
                select(next.fields())
                    .from(lane)
                    .crossJoin(next)
                    .where(
                        field(
                                select(CELERS_QUEUES.PAUSED_AT)
                                    .from(CELERS_QUEUES)
                                    .where(CELERS_QUEUES.QUEUE.eq(queue)))
                            .isNull())
                    .and(claim.asynchronous() ? commitsAsynchronously() : noCondition())
                    .limit(claim.scan()));

    SettleUndeliverable settle = SettleUndeliverable.of(due);
    CommonTableExpression<CelersTasksRecord> claimed =
        name("claimed")
            .as(
                update(CELERS_TASKS)
                    .set(CELERS_TASKS.STATE, inline(CelersTaskState.processing))
                    .set(CELERS_TASKS.RECEIPT, claim.receipt())
                    .set(CELERS_TASKS.DELIVERIES, CELERS_TASKS.DELIVERIES.plus(inline(1)))
                    .set(CELERS_TASKS.VISIBLE_AT, celersAfter(claim.leaseMicros()))
                    .set(CELERS_TASKS.STARTED_AT, celersNow())
                    .set(CELERS_TASKS.WORKER_ID, claim.workerId())
                    .where(CELERS_TASKS.ID.eq(any(array(settle.deliverable().limit(claim.max())))))
                    .returning());
    return db.with(due, claimed)
        .with(settle.steps())
        .select(claimed.fields())
        .select(due.field(CELERS_TASKS.VISIBLE_AT).as(DUE_AT))
        .from(due)
        .leftJoin(claimed)
        .on(claimed.field(CELERS_TASKS.ID).eq(due.field(CELERS_TASKS.ID)))
        // Read as the very columns of the table: to find equal ones took longer than all the rest.
        .coerce(RESULT);
  }

  static Claimed execute(DSLContext db, String queue, Lanes lanes, Claim claim) {
    return inOrder(
        statement(db, queue, lanes, claim)
            .fetch(row -> new DueRow(row.get(DUE_AT), row.into(CELERS_TASKS))));
  }

  // A subquery, as that of the pause: evaluated once, before anything is read. Guarded by
  // AsynchronousClaimIT.
  private static Condition commitsAsynchronously() {
    return field(select(celersCommitAsynchronously())).isNotNull();
  }

  // Tasks of other names are passed over before anything is locked. Wrapped into a CASE that is
  // never null unless it fails, because the planner knows how often each name occurs: for a rare or
  // new one it would rather sort all due tasks than walk the index. Guarded by UnknownNamesIT.
  private static Condition hasOneOf(String @Nullable [] names, CelersTasks task) {
    return names == null
        ? noCondition()
        : when(task.TASK_NAME.eq(any(names)), inline(true)).isNotNull();
  }

  /** A due row; without an id if it was settled instead of claimed. */
  private record DueRow(OffsetDateTime dueAt, CelersTasksRecord task) {

    boolean isClaimed() {
      return task.getId() != null;
    }
  }

  /** RETURNING has no order. */
  private static Claimed inOrder(List<DueRow> rows) {
    List<Delivery> deliveries =
        rows.stream()
            .filter(DueRow::isClaimed)
            .sorted(
                Comparator.comparing((DueRow row) -> row.task().getPriority())
                    .reversed()
                    .thenComparing(DueRow::dueAt)
                    .thenComparing(row -> row.task().getId(), UuidOrder.AS_STORED))
            .<Delivery>map(row -> new JooqDelivery(row.task(), row.dueAt()))
            .toList();
    return new Claimed(deliveries, rows.size() - deliveries.size());
  }
}
