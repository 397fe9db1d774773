package io.celers.broker.examples.reliability.report;

import io.celers.broker.examples.reliability.checker.Counts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a set of runs came to, against what it has to reach.
 *
 * @param text in Markdown
 * @param open what is missing; nothing if all is reached and every run has passed
 */
public record ScoreSheet(String text, List<String> open) {

  /** Of different scenarios. */
  private static final List<String> STALE =
      List.of(Counts.STALE_REFUSED, "stale acks", "stale verbs refused");

  /** Copies the list. */
  public ScoreSheet {
    open = List.copyOf(open);
  }

  /** Of these runs. */
  public static ScoreSheet of(Totals totals) {
    StringWriter text = new StringWriter();
    List<String> open = new ArrayList<>();
    try (PrintWriter out = new PrintWriter(text)) {
      aims(totals, out, open);
      runs(totals, out, open);
      counts(totals, out);
      figures(totals, out);
      out.println();
      open.forEach(point -> out.println("OPEN: " + point));
      out.println(open.isEmpty() ? "all reached" : open.size() + " open points");
    }
    return new ScoreSheet(text.toString(), open);
  }

  private static void aims(Totals totals, PrintWriter out, List<String> open) {
    out.println("| figure | to reach | reached | verdict |");
    out.println("|---|--:|--:|---|");
    for (Aim aim : Aim.all()) {
      long reached = aim.reached().applyAsLong(totals);
      boolean enough = reached >= aim.toReach();
      out.printf(
          "| %s | %,d | %,d | %s |%n",
          aim.figure(), aim.toReach(), reached, enough ? "reached" : "OPEN");
      if (!enough) {
        open.add("%s: %,d of %,d".formatted(aim.figure(), reached, aim.toReach()));
      }
    }
    long violations = totals.sum(FinishedRun::violations);
    out.printf(
        "| broken promises | 0 | %,d | %s |%n", violations, violations == 0 ? "kept" : "BROKEN");
  }

  private static void runs(Totals totals, PrintWriter out, List<String> open) {
    out.println();
    out.println("| run | minutes | corrupted evidence | verdict |");
    out.println("|---|--:|--:|---|");
    for (FinishedRun run : totals.runs()) {
      List<String> faults = run.faults();
      String verdict = faults.isEmpty() ? "passed" : "NOT PASSED, " + String.join("; ", faults);
      out.printf(
          "| %s | %.1f | %,d | %s |%n",
          run.name(), run.took().toSeconds() / 60.0, run.corrupted(), verdict);
      if (!faults.isEmpty()) {
        open.add(run.name() + " has not passed: " + String.join("; ", faults));
      }
    }
  }

  private static void counts(Totals totals, PrintWriter out) {
    out.println();
    out.println("| what happened, in all runs | how often |");
    out.println("|---|--:|");
    out.printf(
        "| **stale acks and other verbs refused** | %,d |%n",
        totals.sum(run -> STALE.stream().mapToLong(run::count).sum()));
    totals
        .counts(name -> !name.startsWith("cut "))
        .forEach((name, count) -> out.printf("| %s | %,d |%n", name, count));
  }

  private static void figures(Totals totals, PrintWriter out) {
    out.println();
    out.println("| measured | |");
    out.println("|---|--:|");
    for (FinishedRun run : totals.runs()) {
      run.figures()
          .forEach((name, figure) -> out.printf("| %s: %s | %s |%n", run.name(), name, figure));
    }
  }
}
