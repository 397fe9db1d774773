package io.celers.broker.examples.reliability.checker;

import io.celers.broker.examples.reliability.checker.rule.Findings;
import java.util.List;
import java.util.Map;

/**
 * What was found.
 *
 * @param rules each with what it looked at
 * @param counts what happened, by name
 * @param vacuous what did not happen often enough for the rest to mean anything
 */
public record Verdict(List<Ruling> rules, Map<String, Long> counts, List<String> vacuous) {

  /**
   * What one rule found.
   *
   * @param checked how many things it looked at
   * @param violations how many were wrong
   * @param examples the first of them
   */
  public record Ruling(String promise, long checked, long violations, List<String> examples) {

    /** Of what was looked at for this promise. */
    public static Ruling of(String promise, Findings findings) {
      return new Ruling(promise, findings.checked(), findings.violations(), findings.examples());
    }
  }

  /**
   * With what did not happen often enough.
   *
   * @param minimums how often what must have happened, by the names of the counts
   */
  public static Verdict of(
      List<Ruling> rules, Map<String, Long> counts, Map<String, Long> minimums) {
    return new Verdict(
        rules,
        counts,
        minimums.entrySet().stream()
            .filter(minimum -> counts.getOrDefault(minimum.getKey(), 0L) < minimum.getValue())
            .map(
                minimum ->
                    "%s: %d, at least %d"
                        .formatted(
                            minimum.getKey(),
                            counts.getOrDefault(minimum.getKey(), 0L),
                            minimum.getValue()))
            .sorted()
            .toList());
  }

  /** Whether all promises were kept, in a run that put them to the test. */
  public boolean passed() {
    return vacuous.isEmpty() && kept();
  }

  /** Whether no rule found anything. */
  public boolean kept() {
    return rules.stream().allMatch(rule -> rule.violations() == 0);
  }
}
