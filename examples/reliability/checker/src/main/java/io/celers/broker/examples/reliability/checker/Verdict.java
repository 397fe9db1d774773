package io.celers.broker.examples.reliability.checker;

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
  public record Ruling(String promise, long checked, long violations, List<String> examples) {}

  /** Whether all promises were kept, in a run that put them to the test. */
  public boolean passed() {
    return vacuous.isEmpty() && kept();
  }

  /** Whether no rule found anything. */
  public boolean kept() {
    return rules.stream().allMatch(rule -> rule.violations() == 0);
  }
}
