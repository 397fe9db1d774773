package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import java.util.Set;

/** What has come to an end is never touched again; the harness neither archives nor purges. */
public final class FinalIsFinal implements Rule {

  private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

  @Override
  public String promise() {
    return "final is final";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    for (Transition transition : evidence.transitions()) {
      boolean live = transition.oldState() == null || !FINAL.contains(transition.oldState());
      findings.expect(live, "changed after its end: %s", transition);
    }
  }
}
