package io.celers.broker.examples.indexer;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the user is told at the end of a run. */
final class Summary {

  private static final int EXAMPLES = 10;

  private final PrintWriter out;

  Summary(PrintWriter out) {
    this.out = out;
  }

  void print(IndexRun.Result result, Statistics statistics, int missing) {
    double seconds = result.elapsed().toNanos() / 1e9;
    long finished = statistics.finished();
    line("tasks", "%,d enqueued, %,d left by earlier runs", result.enqueued(), result.leftOver());
    line(
        "finished",
        "%,d in %.1f s, %,.0f tasks/s, %s read",
        finished,
        seconds,
        finished / seconds,
        size(statistics.bytes.get()));
    line(
        "pick-up latency",
        "p50 %s, p99 %s (from enqueue to claim)",
        millis(statistics.pickUp(0.50)),
        millis(statistics.pickUp(0.99)));
    line(
        "deliveries again",
        "%,d, of which retried %,d, thrown away as stale %,d",
        statistics.redeliveries.get(),
        statistics.retries.get(),
        statistics.stale.get());
    line("gone", "%,d deleted since they were indexed or enqueued", missing);
  }

  void print(IndexCheck.Result check, List<DeadFiles.DeadFile> dead) {
    line(
        "index",
        "%,d files: %,d indexed (%s), %,d dead letters",
        check.files(),
        check.indexed(),
        size(check.bytes()),
        check.deadLetters());
    Map<String, Integer> reasons = new TreeMap<>();
    dead.forEach(file -> reasons.merge(file.reason(), 1, Integer::sum));
    reasons.forEach((reason, count) -> out.printf("  %,6d  %s%n", count, reason));
    some(dead.stream().map(file -> file.path() + ": " + file.reason()).toList());
    if (!check.unreadableFolders().isEmpty()) {
      line("not looked into", "%,d folders", check.unreadableFolders().size());
      some(check.unreadableFolders());
    }
    if (check.disagreements().isEmpty()) {
      line("check", "the index agrees with the folder");
    } else {
      line(
          "check",
          "THE INDEX DOES NOT AGREE WITH THE FOLDER (%,d); if files changed meanwhile, run again",
          check.disagreements().size());
      some(check.disagreements());
    }
  }

  private void line(String label, String text, Object... values) {
    out.printf("%-17s%s%n", label, String.format(Locale.ROOT, text, values));
  }

  private void some(List<String> lines) {
    lines.stream().limit(EXAMPLES).forEach(line -> out.println("    " + line));
    if (lines.size() > EXAMPLES) {
      out.printf("    and %,d more%n", lines.size() - EXAMPLES);
    }
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%,.1f ms", duration.toNanos() / 1e6);
  }

  static String size(long bytes) {
    return bytes < 10_000 ? bytes + " bytes" : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
