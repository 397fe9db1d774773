package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Tables.CELERS_SETTLEMENT_ROWS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersSettlementRows;
import io.celers.broker.generated.tables.CelersTasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The tasks that are still held under the receipts that are given, locked.
 *
 * <p>The first step of every settlement of many: locking in the order of ids, before anything is
 * changed, keeps two groups from deadlocking.
 */
final class HeldTasks {

  static final String[] NO_TEXT = {};
  private static final Long[] NO_NUMBERS = {};

  private HeldTasks() {}

  /** Rows of what the holders say, when it is the same of all. */
  static CelersSettlementRows rows(Collection<Holding> holdings) {
    return rows(holdings, NO_TEXT, NO_NUMBERS, NO_TEXT);
  }

  /**
   * Rows of what the holders say, one each; an array may be empty if nobody says anything in it.
   */
  static CelersSettlementRows rows(
      Collection<Holding> holdings, String[] verdicts, Long[] delaysMicros, String[] errors) {
    return CELERS_SETTLEMENT_ROWS.call(
        Holding.ids(holdings), Holding.receipts(holdings), verdicts, delaysMicros, errors);
  }

  /** Rows of holders who all say the same, for a statement with parameters. */
  static CelersSettlementRows rows(Field<UUID[]> ids, Field<UUID[]> receipts) {
    return CELERS_SETTLEMENT_ROWS.call(
        ids, receipts, inline(NO_TEXT), inline(NO_NUMBERS), inline(NO_TEXT));
  }

  /**
   * Locks the held ones.
   *
   * @param rows at least the columns id and receipt of what the holders say
   * @param said columns to carry along: of the rows that the holders gave, or of the task
   */
  static CommonTableExpression<Record> locked(
      Table<?> rows, CelersTasks task, List<Field<?>> said) {
    List<Field<?>> columns = new ArrayList<>();
    columns.add(task.ID);
    columns.addAll(said);
    return name("locked")
        .asMaterialized(
            select(columns)
                .from(task)
                .join(rows)
                .on(task.ID.eq(rows.field(CELERS_SETTLEMENT_ROWS.ID)))
                .and(task.RECEIPT.eq(rows.field(CELERS_SETTLEMENT_ROWS.RECEIPT)))
                .orderBy(task.ID)
                .forUpdate()
                .of(task));
  }
}
