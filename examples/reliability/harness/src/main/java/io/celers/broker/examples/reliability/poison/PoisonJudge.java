package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.rule.Findings;
import io.celers.broker.examples.reliability.poison.PoisonEvidence.End;
import io.celers.broker.examples.reliability.process.PoisonEnd;
import io.celers.broker.examples.reliability.process.PoisonKind;
import io.celers.broker.examples.reliability.process.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides on a run with poison. */
final class PoisonJudge {

  static final String HALTS = "JVMs ended by their handlers";
  static final String STUCK = "JVMs replaced because handlers were stuck";
  static final String STOPPED = "workers that stopped by themselves";
  static final String UNKNOWN = "unknown names reported";

  /** Exit code of what ends by SIGTERM. */
  private static final int TERMINATED = 143;

  private static final Map<String, Set<Integer>> ENDS =
      Map.of(
          Role.STURDY.word(),
          Set.of(TERMINATED),
          Role.HALTING.word(),
          Set.of(TERMINATED, PoisonEnd.HALTED),
          Role.EXHAUSTED.word(),
          Set.of(TERMINATED, PoisonEnd.STUCK, PoisonEnd.STOPPED));

  private PoisonJudge() {}

  /**
   * Applies all rules.
   *
   * @param minimums how often what must have happened
   */
  static Verdict decide(PoisonEvidence seen, Map<String, Long> minimums) {
    List<Verdict.Ruling> rulings = new ArrayList<>();
    PoisonRule.all().forEach(rule -> rulings.add(ruling(rule, seen.fates())));
    Findings others = new Findings();
    others.expect(
        seen.stored() == seen.fates().size(),
        "%d tasks are there, %d were ordered",
        seen.stored(),
        seen.fates().size());
    rulings.add(Verdict.Ruling.of("no task that nobody ordered", others));
    Findings live = new Findings();
    seen.ends()
        .forEach(
            end -> live.expect(livesOn(end), "%s ended with %d", end.process(), end.exitCode()));
    rulings.add(Verdict.Ruling.of("workers live on, but for what ends their JVM", live));
    Findings reported = new Findings();
    long unknown = seen.fates().stream().filter(fate -> fate.kind() == PoisonKind.UNKNOWN).count();
    reported.expect(
        seen.strangers().isEmpty() && seen.unknown() <= unknown,
        "%d reported of %d, and %s",
        seen.unknown(),
        unknown,
        seen.strangers());
    rulings.add(Verdict.Ruling.of("unknown names are reported as they are", reported));
    Map<String, Long> counts = counts(seen);
    return Verdict.of(rulings, counts, minimums);
  }

  static boolean kept(PoisonFate fate) {
    return PoisonRule.all().stream().allMatch(rule -> !rule.concerns(fate) || rule.holds(fate));
  }

  /** One that is to survive has no successors, and misses nothing. */
  private static boolean livesOn(End end) {
    boolean first = end.process().endsWith(".1");
    boolean sturdy = end.role().equals(Role.STURDY.word());
    return ENDS.getOrDefault(end.role(), Set.of()).contains(end.exitCode())
        && (!sturdy || (first && end.whole()));
  }

  private static Verdict.Ruling ruling(PoisonRule rule, List<PoisonFate> fates) {
    Findings findings = new Findings();
    fates.stream()
        .filter(rule::concerns)
        .forEach(fate -> findings.expect(rule.holds(fate), "%s", fate));
    return Verdict.Ruling.of(rule.promise(), findings);
  }

  private static Map<String, Long> counts(PoisonEvidence seen) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("poison tasks", 0L);
    counts.put("poison tasks in the dead letters", 0L);
    counts.put("good tasks among poison", 0L);
    counts.put("good tasks completed among poison", 0L);
    for (PoisonFate fate : seen.fates()) {
      String sort = fate.kind().isPoison() ? "poison tasks" : "good tasks among poison";
      if (fate.kind() != PoisonKind.UNKNOWN) {
        counts.merge(sort, 1L, Long::sum);
      }
      if (fate.kind().isPoison() && fate.state().equals(PoisonFate.DEAD)) {
        counts.merge("poison tasks in the dead letters", 1L, Long::sum);
      }
      if (fate.kind().isGood() && fate.state().equals(PoisonFate.COMPLETED)) {
        counts.merge("good tasks completed among poison", 1L, Long::sum);
      }
      counts.merge("deliveries among poison", (long) fate.deliveries(), Long::sum);
    }
    for (PoisonFate fate : seen.fates()) {
      counts.merge("tasks of the kind " + fate.kind().word(), 1L, Long::sum);
    }
    for (PoisonFate fate : seen.fates()) {
      if (fate.kind().isPoison()) {
        counts.merge(ran(fate.kind()), fate.starts(), Long::sum);
      }
    }
    counts.put(HALTS, ended(seen, PoisonEnd.HALTED));
    counts.put(STUCK, ended(seen, PoisonEnd.STUCK));
    counts.put(STOPPED, ended(seen, PoisonEnd.STOPPED));
    counts.put(UNKNOWN, seen.unknown());
    return counts;
  }

  /** Name of the count of attempts of this kind. */
  static String ran(PoisonKind kind) {
    return "attempts of the kind " + kind.word();
  }

  private static long ended(PoisonEvidence seen, int exitCode) {
    return seen.ends().stream().filter(end -> end.exitCode() == exitCode).count();
  }
}
