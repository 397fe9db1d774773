package io.celers.broker.examples.reliability.fencing;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.rule.Findings;
import io.celers.broker.examples.reliability.fencing.Race.Course;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Decides on all races of a run. */
final class RaceJudge {

  static final String ACCEPTED = "late verbs accepted, since nobody had claimed";
  static final String REPEATED = "repeated verbs told AlreadySettled";
  static final String BEFORE = "stale verbs answered before the new holder's";
  static final String AFTER = "stale verbs answered after the new holder's";

  private RaceJudge() {}

  /**
   * Applies all rules.
   *
   * @param minimums how often what must have happened
   */
  static Verdict decide(List<RaceSeen> seen, Map<String, Long> minimums) {
    Map<String, Long> counts = counts(seen);
    return Verdict.of(
        RaceRule.all().stream().map(rule -> ruling(rule, seen)).toList(), counts, minimums);
  }

  static boolean kept(RaceSeen seen) {
    return RaceRule.all().stream().allMatch(rule -> rule.holds(seen));
  }

  private static Verdict.Ruling ruling(RaceRule rule, List<RaceSeen> seen) {
    Findings findings = new Findings();
    seen.forEach(race -> findings.expect(rule.holds(race), "%s", race));
    return Verdict.Ruling.of(rule.promise(), findings);
  }

  /** Name of the count of races on a course. */
  static String races(Course course) {
    return "races: " + course.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Name of the count of refusals. */
  static String refused(HolderVerb verb) {
    return "stale and refused: " + verb.word();
  }

  private static Map<String, Long> counts(List<RaceSeen> seen) {
    Map<String, Long> all = new LinkedHashMap<>();
    Map<String, Long> verbs = new TreeMap<>();
    Map<String, Long> told = new TreeMap<>();
    all.put("fencing races", (long) seen.size());
    all.put("stale verbs refused", 0L);
    all.put("stale verbs accepted", 0L);
    for (RaceSeen race : seen) {
      all.merge(races(race.race().course()), 1L, Long::sum);
      for (Call call : race.calls()) {
        if (race.isOvertaken(call.receipt())) {
          boolean accepted = call.settles() || call.isExtended();
          all.merge(accepted ? "stale verbs accepted" : "stale verbs refused", 1L, Long::sum);
          verbs.merge(refused(call.verb()), 1L, Long::sum);
          told.merge("stale and told: " + call.told(), 1L, Long::sum);
          all.merge(isBefore(race, call) ? BEFORE : AFTER, 1L, Long::sum);
        } else if (call.told().equals("AlreadySettled")) {
          all.merge(REPEATED, 1L, Long::sum);
        } else if (call == race.callsOf(race.stale()).get(0)) {
          all.merge(ACCEPTED, 1L, Long::sum);
        }
      }
    }
    all.putAll(told);
    all.putAll(verbs);
    return all;
  }

  private static boolean isBefore(RaceSeen race, Call stale) {
    return race.calls().stream()
        .filter(call -> call.settles() || call.isExtended())
        .anyMatch(call -> stale.ended() - call.ended() < 0);
  }
}
