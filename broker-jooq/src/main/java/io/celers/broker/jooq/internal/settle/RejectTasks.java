package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersSettlementRows;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.deadletter.BuryTasks;
import io.celers.broker.jooq.internal.deadletter.CauseText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.UpdateSetMoreStep;

/**
 * Gives tasks back for their holders: to be retried, failed, cancelled, or into the dead letters.
 */
final class RejectTasks {

  /** What the database made of the verdicts; stored nowhere, hence text of this statement alone. */
  private static final String EXHAUSTED = "exhausted";

  private RejectTasks() {}

  // The rows are locked in the order of ids first. Whether a retry is left is decided on the locked
  // row, not on what the holder knew. Then each fate takes its rows by id: the branches are
  // disjoint, and all of them run in this one statement, so a dead letter is never made twice or
  // lost.
  // Guarded by RejectIT.
  static Map<Holding, Settlement.Fate> execute(DSLContext db, Map<Holding, Verdict> verdicts) {
    CelersSettlementRows rows =
        HeldTasks.rows(
            verdicts.keySet(),
            verdicts.values().stream().map(Verdict::word).toArray(String[]::new),
            verdicts.values().stream().map(Verdict::delayMicros).toArray(Long[]::new),
            verdicts.values().stream().map(Verdict::error).toArray(String[]::new));
    CelersTasks task = CELERS_TASKS.as("task");
    Field<String> decided =
        when(
                rows.VERDICT.eq(inline(Verdict.RETRY)).and(task.DELIVERIES.gt(task.MAX_RETRIES)),
                inline(EXHAUSTED))
            .otherwise(rows.VERDICT)
            .as(rows.VERDICT);
    CommonTableExpression<Record> locked =
        HeldTasks.locked(rows, task, List.of(task.RECEIPT, decided, rows.DELAY_MICROS, rows.ERROR));
    Field<UUID> id = locked.field(CELERS_TASKS.ID);
    Field<String> fate = locked.field(rows.VERDICT);
    Field<String> error = locked.field(rows.ERROR);

    CommonTableExpression<Record1<UUID>> retried =
        name("retried")
            .as(
                settled(CelersTaskState.pending)
                    .set(CELERS_TASKS.ERROR_MESSAGE, error)
                    .set(CELERS_TASKS.VISIBLE_AT, celersAfter(locked.field(rows.DELAY_MICROS)))
                    .from(locked)
                    .where(CELERS_TASKS.ID.eq(id))
                    .and(fate.eq(inline(Verdict.RETRY)))
                    .returningResult(CELERS_TASKS.ID));
    CommonTableExpression<Record1<UUID>> discarded =
        name("discarded")
            .as(
                settled(CelersTaskState.failed)
                    .set(CELERS_TASKS.ERROR_MESSAGE, error)
                    .set(CELERS_TASKS.COMPLETED_AT, celersNow())
                    .from(locked)
                    .where(CELERS_TASKS.ID.eq(id))
                    .and(fate.eq(inline(Verdict.DISCARD)))
                    .returningResult(CELERS_TASKS.ID));
    CommonTableExpression<Record1<UUID>> cancelled =
        name("cancelled")
            .as(
                settled(CelersTaskState.cancelled)
                    .set(CELERS_TASKS.CANCEL_REASON, error)
                    .set(CELERS_TASKS.COMPLETED_AT, celersNow())
                    .from(locked)
                    .where(CELERS_TASKS.ID.eq(id))
                    .and(fate.eq(inline(Verdict.CANCEL)))
                    .returningResult(CELERS_TASKS.ID));
    Condition dies = fate.in(inline(Verdict.DEAD_LETTER), inline(EXHAUSTED));
    CommonTableExpression<CelersTasksRecord> removed =
        BuryTasks.removed(select(id).from(locked).where(dies));
    CommonTableExpression<Record1<UUID>> buried =
        BuryTasks.buried(
            removed,
            removed.join(locked).on(id.eq(removed.field(CELERS_TASKS.ID))),
            saidOf(removed, error, fate));

    return db.with(locked, retried, discarded, cancelled, removed, buried)
        .select(id, locked.field(CELERS_TASKS.RECEIPT), fate)
        .from(locked)
        .fetchMap(row -> new Holding(row.value1(), row.value2()), row -> fate(row.value3()));
  }

  private static UpdateSetMoreStep<CelersTasksRecord> settled(CelersTaskState state) {
    return update(CELERS_TASKS)
        .set(CELERS_TASKS.STATE, inline(state))
        .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
        .setNull(CELERS_TASKS.RECEIPT);
  }

  private static Map<Field<?>, Field<?>> saidOf(
      CommonTableExpression<CelersTasksRecord> removed, Field<String> error, Field<String> fate) {
    Map<Field<?>, Field<?>> said = new LinkedHashMap<>();
    said.put(CELERS_TASKS.SETTLED_RECEIPT, removed.field(CELERS_TASKS.RECEIPT));
    said.put(CELERS_TASKS.ERROR_MESSAGE, error);
    said.put(
        CELERS_DEAD_LETTER_QUEUE.CAUSE,
        when(fate.eq(inline(EXHAUSTED)), inline(CauseText.of(DeadLetter.Cause.RETRIES_EXHAUSTED)))
            .otherwise(inline(CauseText.of(DeadLetter.Cause.REJECTED))));
    return said;
  }

  private static Settlement.Fate fate(String decided) {
    return switch (decided) {
      case Verdict.RETRY -> Settlement.Fate.RETRY;
      case Verdict.DISCARD -> Settlement.Fate.DISCARDED;
      case Verdict.CANCEL -> Settlement.Fate.CANCELLED;
      case Verdict.DEAD_LETTER, EXHAUSTED -> Settlement.Fate.DEAD_LETTER;
      default -> throw new IllegalStateException("unknown fate " + decided);
    };
  }
}
