package io.celers.broker.examples.reliability.checker;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.rule.Conservation;
import io.celers.broker.examples.reliability.checker.rule.DeadLettersArePoison;
import io.celers.broker.examples.reliability.checker.rule.EffectsOnce;
import io.celers.broker.examples.reliability.checker.rule.Fencing;
import io.celers.broker.examples.reliability.checker.rule.FinalIsFinal;
import io.celers.broker.examples.reliability.checker.rule.Findings;
import io.celers.broker.examples.reliability.checker.rule.HistoriesAreWhole;
import io.celers.broker.examples.reliability.checker.rule.NoInvention;
import io.celers.broker.examples.reliability.checker.rule.NoLoss;
import io.celers.broker.examples.reliability.checker.rule.OneHolder;
import io.celers.broker.examples.reliability.checker.rule.Resumes;
import io.celers.broker.examples.reliability.checker.rule.RetriesBounded;
import io.celers.broker.examples.reliability.checker.rule.Rule;
import io.celers.broker.examples.reliability.checker.rule.TicksOnce;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Decides. Safe for use by many threads. */
public final class Judge {

  /** For whoever ordered tasks. */
  private static final List<Rule> OF_TASKS =
      List.of(
          new HistoriesAreWhole(),
          new NoLoss(),
          new NoInvention(),
          new OneHolder(),
          new Fencing(),
          new FinalIsFinal(),
          new EffectsOnce(),
          new RetriesBounded(),
          new DeadLettersArePoison(),
          new Conservation(),
          new Resumes());

  /** Tasks of schedules have no orders. */
  private static final List<Rule> OF_TICKS = List.of(new HistoriesAreWhole(), new TicksOnce());

  private Judge() {}

  /**
   * Applies all rules.
   *
   * @param minimums how often what must have happened, by the names of {@link Counts}
   */
  public static Verdict decide(Evidence evidence, Map<String, Long> minimums) {
    return decide(evidence, minimums, List.of());
  }

  /**
   * The same with more rules.
   *
   * @param more that hold in some scenarios only
   */
  public static Verdict decide(Evidence evidence, Map<String, Long> minimums, List<Rule> more) {
    Trail trail = new Trail(evidence);
    Map<String, Long> counts = Counts.of(evidence, trail);
    List<Rule> rules = evidence.ticks().isPresent() ? OF_TICKS : OF_TASKS;
    return Verdict.of(
        Stream.concat(rules.stream(), more.stream())
            .map(rule -> ruling(rule, evidence, trail))
            .toList(),
        counts,
        minimums);
  }

  private static Verdict.Ruling ruling(Rule rule, Evidence evidence, Trail trail) {
    Findings findings = new Findings();
    rule.check(evidence, trail, findings);
    return Verdict.Ruling.of(rule.promise(), findings);
  }
}
