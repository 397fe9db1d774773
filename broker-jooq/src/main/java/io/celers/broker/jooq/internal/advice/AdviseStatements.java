package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.Indexes.CELERS_TASKS_CLAIM_IDX;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.advice.ClaimPlan;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Relation;
import io.celers.broker.advice.StatementTime;
import io.celers.broker.monitoring.StatementFigures;
import io.celers.broker.monitoring.StatementReport;
import java.util.List;

/** Puts the figures of the broker's statements into the rules about them. Pure: asks nobody. */
final class AdviseStatements {

  private static final int TOLD_OF = 5;

  private AdviseStatements() {}

  static List<Finding> of(StatementReport report) {
    if (report instanceof StatementReport.Measured measured) {
      return measured.statements().stream()
          .limit(TOLD_OF)
          .map(figures -> time(figures).finding())
          .toList();
    }
    String remedy = ((StatementReport.Unavailable) report).remedy();
    return List.of(Finding.notMeasured("statement-time", remedy));
  }

  /** What a plan of the claim says, as PostgreSQL prints it. */
  static ClaimPlan plan(String schema, long rows, String plan) {
    return new ClaimPlan(
        rows,
        plan.contains(CELERS_TASKS_CLAIM_IDX.getName()),
        plan.contains("Seq Scan on " + CELERS_TASKS.getName()),
        new Relation(schema, CELERS_TASKS.getName()));
  }

  private static StatementTime time(StatementFigures figures) {
    return new StatementTime(
        figures.text(),
        figures.calls(),
        figures.mean(),
        figures.p99AtMost(),
        figures.rowsPerCall(),
        figures.blocksPerCall());
  }
}
