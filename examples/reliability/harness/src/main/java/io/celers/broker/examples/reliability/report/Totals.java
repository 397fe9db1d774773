package io.celers.broker.examples.reliability.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sums over all score cards below a folder, and what each of them has measured. */
public final class Totals {

  private final Map<String, Long> runs = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, String> figures = new TreeMap<>();
  private long violations;
  private long corrupted;
  private long missed;

  private Totals() {}

  /** Reads every {@code score.json}. */
  public static Totals of(Path folder) throws IOException {
    Totals totals = new Totals();
    JsonMapper json = new JsonMapper();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(path -> path.endsWith("score.json")).sorted().toList()) {
        totals.add(json.readTree(file.toFile()));
      }
    }
    return totals;
  }

  private void add(JsonNode card) {
    runs.merge(card.path("scenario").asString(), 1L, Long::sum);
    String run = card.path("scenario").asString() + ", seed " + card.path("seed").asLong() + ": ";
    card.path("figures").forEachEntry((name, figure) -> figures.put(run + name, figure.asString()));
    JsonNode verdict = card.path("verdict");
    verdict
        .path("counts")
        .forEachEntry((name, count) -> counts.merge(name, count.asLong(), Long::sum));
    verdict.path("rules").forEach(rule -> violations += rule.path("violations").asLong());
    corrupted += card.path("trial").path("tried").asLong();
    missed += card.path("trial").path("missed").size();
  }

  /** As a table in Markdown. */
  public void print(PrintWriter out) {
    out.println("| total | |");
    out.println("|---|--:|");
    runs.forEach((name, count) -> row(out, "runs of " + name, count));
    counts.forEach((name, count) -> row(out, name, count));
    row(out, "corrupted evidence", corrupted);
    row(out, "corrupted evidence that was not found", missed);
    row(out, "broken promises", violations);
    figures.forEach((name, figure) -> out.printf("| %s | %s |%n", name, figure));
    out.flush();
  }

  private static void row(PrintWriter out, String name, long count) {
    out.printf("| %s | %,d |%n", name, count);
  }
}
