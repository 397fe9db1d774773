package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SelectLimitStep;
import org.jooq.Table;

/**
 * What happens to due tasks that are not delivered: dead letters if their deliveries are used up,
 * cancelled if they expired before.
 *
 * <p>Steps of a larger statement, which has locked the rows of {@code due}.
 */
public final class SettleUndeliverable {

  private static final String EXPIRED = "expired before it was delivered";

  private final Table<?> due;
  private final Condition isWornOut;
  private final Condition isExpired;
  private final CommonTableExpression<Record1<UUID>> expired;
  private final CommonTableExpression<CelersTasksRecord> removed;
  private final CommonTableExpression<Record1<UUID>> buried;

  private SettleUndeliverable(Table<?> due) {
    this.due = due;
    this.isWornOut = isWornOut(due);
    this.isExpired = not(isWornOut).and(hasExpired(due));
    this.expired =
        name("expired")
            .as(
                update(CELERS_TASKS)
                    .set(CELERS_TASKS.STATE, inline(CelersTaskState.cancelled))
                    .set(CELERS_TASKS.COMPLETED_AT, celersNow())
                    .set(CELERS_TASKS.RECEIPT, inline(null, CELERS_TASKS.RECEIPT))
                    .set(CELERS_TASKS.CANCEL_REASON, inline(EXPIRED))
                    .where(CELERS_TASKS.ID.eq(any(array(ids(isExpired)))))
                    .returningResult(CELERS_TASKS.ID));
    this.removed = BuryTasks.removed(ids(isWornOut));
    this.buried =
        BuryTasks.buried(
            removed,
            removed,
            Map.of(
                CELERS_DEAD_LETTER_QUEUE.CAUSE,
                inline(CauseText.of(DeadLetter.Cause.LEASE_EXPIRED))));
  }

  /**
   * Settles the undeliverable among these rows.
   *
   * @param due locked rows with the columns id, deliveries, max_retries and expires_at of the task
   *     table
   */
  public static SettleUndeliverable of(Table<?> due) {
    return new SettleUndeliverable(due);
  }

  /** Deliveries used up: claimed once more than retries are allowed, and never settled. */
  public static Condition isWornOut(Table<?> task) {
    return task.field(CELERS_TASKS.DELIVERIES).gt(task.field(CELERS_TASKS.MAX_RETRIES));
  }

  /** Past its expiry; not so if it has none. */
  public static Condition hasExpired(Table<?> task) {
    Field<OffsetDateTime> expiresAt = task.field(CELERS_TASKS.EXPIRES_AT);
    return expiresAt.isNotNull().and(expiresAt.le(celersNow()));
  }

  /** Ids of the rows that may be delivered, in the order of {@code due}. */
  public SelectLimitStep<Record1<UUID>> deliverable() {
    return ids(not(isWornOut).and(not(isExpired)));
  }

  /** The common table expressions that do it, in order. */
  public List<CommonTableExpression<?>> steps() {
    return List.of(expired, removed, buried);
  }

  /** Ids of the tasks that were cancelled. */
  public Table<?> expired() {
    return expired;
  }

  /** Ids of the tasks that became dead letters. */
  public Table<?> buried() {
    return buried;
  }

  private SelectLimitStep<Record1<UUID>> ids(Condition condition) {
    return select(due.field(CELERS_TASKS.ID)).from(due).where(condition);
  }
}
