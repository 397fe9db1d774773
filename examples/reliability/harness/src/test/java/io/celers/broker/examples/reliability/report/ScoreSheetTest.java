package io.celers.broker.examples.reliability.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says what is reached and what is open. */
class ScoreSheetTest {

  private static final Trial TRIED = new Trial(1_000, 30, List.of());

  @TempDir Path folder;

  @Test
  void twoRunsReachTogetherWhatNoneReachesAlone() throws IOException {
    write(card("kill-and-pause", half(), List.of(), TRIED));
    mutants(25);
    assertThat(sheet().open()).hasSize(Aim.all().size() - 2);

    write(card("mixed", half(), List.of(), TRIED));
    ScoreSheet sheet = sheet();

    assertThat(sheet.open()).isEmpty();
    assertThat(sheet.text())
        .contains("| SIGKILLs of processes | 500 | 500 | reached |", "all reached")
        .doesNotContain("OPEN");
  }

  @Test
  void figureThatIsNotReachedIsOpen() throws IOException {
    write(card("kill-and-pause", half(), List.of(), TRIED));
    write(card("mixed", half(), List.of(), TRIED));
    mutants(24);

    ScoreSheet sheet = sheet();

    assertThat(sheet.open()).containsExactly("mutants caught: 24 of 25");
    assertThat(sheet.text()).contains("| mutants caught | 25 | 24 | OPEN |", "1 open points");
  }

  @Test
  void pausesOfProcessesWithoutLeasesAreNotCounted() throws IOException {
    write(card("schedules", Map.of(Counts.PAUSES, 1_000L), List.of(), TRIED));

    assertThat(sheet().text()).contains("| pauses beyond the lease | 200 | 0 | OPEN |");
  }

  @Test
  void runThatWasSkippedHasNotPassedAndSaysWhy() throws IOException {
    write(ScoreCard.skipped("disk-full", 1, Instant.EPOCH, "nothing can be mounted"));

    assertThat(sheet().open())
        .contains("disk-full, seed 1 has not passed: skipped: nothing can be mounted");
  }

  @Test
  void brokenPromiseIsOpen() throws IOException {
    Verdict broken =
        new Verdict(List.of(new Verdict.Ruling("no loss", 10, 3, List.of())), Map.of(), List.of());
    write(card("drain", broken, TRIED));

    assertThat(sheet().open()).contains("drain, seed 1 has not passed: 3 broken promises");
    assertThat(sheet().text()).contains("| broken promises | 0 | 3 | BROKEN |");
  }

  @Test
  void runWhoseCheckerMissedSomethingIsOpen() throws IOException {
    write(card("drain", Map.of(), List.of(), new Trial(9, 3, List.of("task gone 1"))));

    assertThat(sheet().open()).contains("drain, seed 1 has not passed: not found: task gone 1");
  }

  /** Of everything that is counted. */
  private static Map<String, Long> half() {
    Map<String, Long> counts = new HashMap<>();
    counts.put(Counts.KILLS, 250L);
    counts.put(Counts.PAUSES, 100L);
    for (String side : List.of("before", "after")) {
      counts.put("commit cuts " + side, 500L);
      counts.put("cut %s ack".formatted(side), 50L);
      counts.put("cut %s enqueue".formatted(side), 90L);
    }
    for (ServerHarm harm : ServerHarm.values()) {
      counts.put(Counts.of(harm), harm == ServerHarm.TERMINATION ? 1_800L : 10L);
    }
    counts.put("half-open connections in use", 30L);
    counts.put("fencing races", 5_000L);
    counts.put("poison tasks", 10_000L);
    return counts;
  }

  private static ScoreCard card(
      String scenario, Map<String, Long> counts, List<String> vacuous, Trial trial) {
    return card(scenario, new Verdict(List.of(), counts, vacuous), trial);
  }

  private static ScoreCard card(String scenario, Verdict verdict, Trial trial) {
    return new ScoreCard(
        scenario, 1, Map.of(), Instant.EPOCH, Instant.EPOCH, verdict, Map.of(), trial);
  }

  private void write(ScoreCard card) throws IOException {
    ScoreCardFiles.write(folder.resolve(card.scenario()), card);
  }

  private void mutants(int caught) throws IOException {
    Path results = Files.createDirectories(folder.resolve("mutants"));
    for (int i = 0; i < caught; i++) {
      Files.createFile(results.resolve("mistake-%d.caught".formatted(i)));
    }
  }

  private ScoreSheet sheet() throws IOException {
    return ScoreSheet.of(Totals.of(folder));
  }
}
