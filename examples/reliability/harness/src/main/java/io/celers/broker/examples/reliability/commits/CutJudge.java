package io.celers.broker.examples.reliability.commits;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.rule.Findings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Decides on all cuts of a run. */
final class CutJudge {

  private CutJudge() {}

  /**
   * Applies all rules.
   *
   * @param verbs each of which must have been cut
   * @param minimum so often on each side
   */
  static Verdict decide(List<Observation> seen, List<String> verbs, int minimum) {
    Map<String, Long> counts = counts(seen);
    return new Verdict(
        CutRule.all().stream().map(rule -> ruling(rule, seen)).toList(),
        counts,
        verbs.stream()
            .flatMap(verb -> List.of("before " + verb, "after " + verb).stream())
            .filter(cut -> counts.getOrDefault("cut " + cut, 0L) < minimum)
            .map(cut -> "cuts " + cut + ": fewer than " + minimum)
            .toList());
  }

  static boolean kept(Observation seen) {
    return CutRule.all().stream().allMatch(rule -> rule.holds(seen));
  }

  private static Verdict.Ruling ruling(CutRule rule, List<Observation> seen) {
    Findings findings = new Findings();
    seen.forEach(cut -> findings.expect(rule.holds(cut), "%s", cut));
    return Verdict.Ruling.of(rule.promise(), findings);
  }

  private static Map<String, Long> counts(List<Observation> seen) {
    Map<String, Long> all = new LinkedHashMap<>();
    Map<String, Long> verbs = new TreeMap<>();
    all.put("commit cuts", (long) seen.size());
    for (Observation cut : seen) {
      String side = cut.side().name().toLowerCase(Locale.ROOT);
      all.merge("commit cuts " + side, 1L, Long::sum);
      all.merge("told: " + told(cut.told()), 1L, Long::sum);
      all.merge("stale acks", (long) cut.stale().size(), Long::sum);
      verbs.merge("cut %s %s".formatted(side, cut.verb()), 1L, Long::sum);
    }
    all.putAll(verbs);
    return all;
  }

  private static String told(Told told) {
    if (told instanceof Told.Unknown unknown) {
      return unknown.exception();
    }
    return told instanceof Told.Answer ? "the answer" : "something wrong";
  }
}
