package io.celers.broker.advice;

import java.util.List;

/**
 * Whether the statement that claims tasks is planned as it was made to be.
 *
 * <p>It has to walk the claim index, and never to read the table as a whole: else each claim costs
 * the more the longer the queue is, a {@link Severity#WARNING}. In a table of fewer than 1,000 rows
 * any plan is as good.
 *
 * @param rows rows of the task table, about, from 0
 * @param usesClaimIndex whether the plan names the claim index
 * @param readsWholeTable whether the plan scans the task table sequentially
 * @param table the task table
 */
public record ClaimPlan(long rows, boolean usesClaimIndex, boolean readsWholeTable, Relation table)
    implements Measurement {

  private static final long FEW = 1_000;

  /** Checks the figures. */
  public ClaimPlan {
    Figures.notNegative("rows", rows);
  }

  /** Whether claims cost no more for a long queue than for a short one. */
  public boolean isExpected() {
    return rows < FEW || (usesClaimIndex && !readsWholeTable);
  }

  @Override
  public Finding finding() {
    return new Finding(
        "claim-plan",
        isExpected() ? Severity.OK : Severity.WARNING,
        List.of(
            Evidence.of("rows", rows, Unit.ROWS),
            Evidence.of("uses the claim index", usesClaimIndex ? 1 : 0, Unit.NUMBER),
            Evidence.of("reads the whole table", readsWholeTable ? 1 : 0, Unit.NUMBER)),
        isExpected()
            ? "Claims are planned as they should be."
            : "Claims read the task table instead of celers_tasks_claim_idx: see whether the index"
                + " is there and valid, and whether enable_indexscan is on; analyze the table.",
        isExpected() ? List.of() : List.of(new Remedy.Sql("ANALYZE " + table.quoted())));
  }
}
