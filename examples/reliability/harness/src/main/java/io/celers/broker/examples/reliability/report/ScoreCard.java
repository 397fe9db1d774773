package io.celers.broker.examples.reliability.report;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.corruption.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param options that it was started with, enough to repeat it
 * @param figures that were measured, by name
 * @param trial of the checker itself, on the evidence of this run made wrong
 */
public record ScoreCard(
    String scenario,
    long seed,
    Map<String, String> options,
    Instant began,
    Instant ended,
    Verdict verdict,
    Map<String, String> figures,
    Trial trial) {

  /** What the reason of a skipped run begins with. */
  static final String SKIPPED = "skipped: ";

  /** Of a run that cannot be made on this machine: it has not passed. */
  public static ScoreCard skipped(String scenario, long seed, Instant began, String reason) {
    return new ScoreCard(
        scenario,
        seed,
        Map.of(),
        began,
        Instant.now(),
        new Verdict(List.of(), Map.of(), List.of(SKIPPED + reason)),
        Map.of(),
        new Trial(0, 0, List.of()));
  }

  /** Whether the promises were kept, and the checker can be believed. */
  public boolean passed() {
    return verdict.passed() && trial.missed().isEmpty() && trial.tried() > 0;
  }
}
