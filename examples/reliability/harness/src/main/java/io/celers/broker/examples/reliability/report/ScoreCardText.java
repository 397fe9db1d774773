package io.celers.broker.examples.reliability.report;

import io.celers.broker.examples.reliability.checker.Verdict;
import java.io.PrintWriter;
import java.util.List;

/** The score card for the terminal. */
public final class ScoreCardText {

  private static final String LINE = "%-38s %14s  %s%n";

  private ScoreCardText() {}

  /** Prints it. */
  public static void print(ScoreCard card, PrintWriter out) {
    out.printf("%n%s, seed %d%n", card.scenario(), card.seed());
    card.verdict()
        .counts()
        .forEach((name, count) -> out.printf(LINE, name, "%,d".formatted(count), ""));
    card.figures().forEach((name, figure) -> out.printf(LINE, name, figure, ""));
    for (Verdict.Ruling rule : card.verdict().rules()) {
      String found =
          rule.violations() == 0 ? "kept" : "BROKEN, %,d times".formatted(rule.violations());
      out.printf(LINE, rule.promise(), "%,d".formatted(rule.checked()), found);
      indented(rule.examples(), out);
    }
    out.printf(
        LINE,
        "corrupted evidence",
        "%,d".formatted(card.trial().tried()),
        card.trial().missed().isEmpty()
            ? "all found"
            : card.trial().missed().size() + " NOT FOUND");
    indented(card.trial().missed(), out);
    card.verdict().vacuous().forEach(line -> out.println("VACUOUS " + line));
    out.println(card.passed() ? "passed" : "FAILED");
    out.flush();
  }

  private static void indented(List<String> lines, PrintWriter out) {
    lines.forEach(line -> out.println("  " + line));
  }
}
