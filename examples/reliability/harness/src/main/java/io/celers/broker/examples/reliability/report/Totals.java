package io.celers.broker.examples.reliability.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sums over all score cards below a folder.
 *
 * @param runs in the order of their names
 * @param mutants mistakes that tests have found
 */
public record Totals(List<FinishedRun> runs, long mutants) {

  private static final String CAUGHT = ".caught";

  /** Copies the list. */
  public Totals {
    runs = List.copyOf(runs);
  }

  /**
   * Reads every {@code score.json} below a folder, and counts the results of {@code .ci/mutants}.
   */
  public static Totals of(Path folder) throws IOException {
    JsonMapper json = new JsonMapper();
    List<FinishedRun> runs = new ArrayList<>();
    try (Stream<Path> all =
        Files.find(folder, Integer.MAX_VALUE, (path, attributes) -> attributes.isRegularFile())) {
      List<Path> files = all.sorted().toList();
      for (Path file : files) {
        if (file.endsWith("score.json")) {
          JsonNode card = json.readTree(file.toFile());
          runs.add(new FinishedRun(card));
        }
      }
      return new Totals(
          runs, files.stream().filter(file -> file.toString().endsWith(CAUGHT)).count());
    }
  }

  /** Sum over all runs. */
  long sum(ToLongFunction<FinishedRun> figure) {
    return runs.stream().mapToLong(figure).sum();
  }

  /** Sum over the runs of some scenarios. */
  long count(String name, Set<String> scenarios) {
    return runs.stream()
        .filter(run -> scenarios.contains(run.scenario()))
        .mapToLong(run -> run.count(name))
        .sum();
  }

  /** Sums by name, of those that fit. */
  TreeMap<String, Long> counts(Predicate<String> fits) {
    TreeMap<String, Long> counts = new TreeMap<>();
    runs.forEach(
        run ->
            run.counts()
                .forEach(
                    (name, count) -> {
                      if (fits.test(name)) {
                        counts.merge(name, count, Long::sum);
                      }
                    }));
    return counts;
  }
}
