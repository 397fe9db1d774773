package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.Plan;
import io.celers.broker.examples.benchmark.run.SideResult;
import io.celers.broker.examples.benchmark.run.Summary;
import java.io.PrintWriter;

/** The table for the terminal. */
public final class TextTable {

  private static final String ROW = "%-34s %-14s %-9s %12s %12s %12s %7s %3s%n";

  private static final String PLAN = "%-34s %-40s %d statements: %s%n";

  private static final String TARGET = "%-23s %-50s %-38s %s%n";

  private final PrintWriter out;

  /** Prints there. */
  public TextTable(PrintWriter out) {
    this.out = out;
  }

  /** Under what conditions the cells were measured. */
  public void printConditions(RunReport report) {
    out.println();
    Conditions.of(report).forEach(out::println);
    out.flush();
  }

  /** What was aimed at, and whether it was met. */
  public void printTargets(RunReport report) {
    if (!report.targets().isEmpty()) {
      out.println();
      out.printf(TARGET, "", "target", "measured", "met");
      for (TargetResult target : report.targets()) {
        out.printf(
            TARGET, target.cell(), target.target(), target.measured(), target.answer().text());
      }
      out.flush();
    }
  }

  /** One cell. */
  public void print(CellResult cell) {
    out.println();
    out.println(cell.cell() + ": " + cell.meaning());
    out.printf(ROW, "", "metric", "unit", "median", "min", "max", "ratio", "n");
    for (SideResult side : cell.sides()) {
      for (Summary summary : side.summaries()) {
        out.printf(
            ROW,
            side.name(),
            summary.metric(),
            summary.unit().symbol(),
            Numbers.of(summary.median()),
            Numbers.of(summary.min()),
            Numbers.of(summary.max()),
            Numbers.ratio(summary.ratio()),
            summary.rounds());
      }
      for (Plan plan : side.plans()) {
        out.printf(PLAN, side.name(), plan.metric(), plan.statements(), plan.summary());
      }
      side.absence().ifPresent(why -> out.println(side.name() + ": not measured, " + why));
      side.failure().ifPresent(failure -> out.println(side.name() + ": FAILED, " + failure));
    }
    out.flush();
  }
}
