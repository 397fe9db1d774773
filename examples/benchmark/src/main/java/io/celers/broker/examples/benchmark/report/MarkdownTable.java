package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.SideResult;
import io.celers.broker.examples.benchmark.run.Summary;

/** The table as a piece of Markdown, to be put into a document. */
final class MarkdownTable {

  private MarkdownTable() {}

  static String of(RunReport report) {
    StringBuilder text = new StringBuilder();
    Conditions.of(report).forEach(line -> text.append("- ").append(line).append('\n'));
    appendTargets(text, report);
    report.cells().forEach(cell -> append(text, cell));
    return text.toString();
  }

  private static void appendTargets(StringBuilder text, RunReport report) {
    if (report.targets().isEmpty()) {
      return;
    }
    text.append("\n### Targets\n\n| cell | target | measured | met? |\n|---|---|---|---|\n");
    for (TargetResult target : report.targets()) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  target.cell(), target.target(), target.measured(), target.answer().text()));
    }
  }

  private static void append(StringBuilder text, CellResult cell) {
    text.append("\n### ").append(cell.cell()).append("\n\n").append(cell.meaning()).append("\n\n");
    text.append("| side | metric | median | min | max | ratio | rounds |\n");
    text.append("|---|---|--:|--:|--:|--:|--:|\n");
    for (SideResult side : cell.sides()) {
      for (Summary summary : side.summaries()) {
        text.append(
            "| %s | %s, %s | %s | %s | %s | %s | %d |\n"
                .formatted(
                    side.name(),
                    summary.metric(),
                    summary.unit().symbol(),
                    Numbers.of(summary.median()),
                    Numbers.of(summary.min()),
                    Numbers.of(summary.max()),
                    Numbers.ratio(summary.ratio()),
                    summary.rounds()));
      }
      side.absence()
          .ifPresent(
              why ->
                  text.append("| %s | not measured: %s |\n".formatted(side.name(), escaped(why))));
      side.failure()
          .ifPresent(
              failure ->
                  text.append("| %s | failed: %s |\n".formatted(side.name(), escaped(failure))));
    }
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
