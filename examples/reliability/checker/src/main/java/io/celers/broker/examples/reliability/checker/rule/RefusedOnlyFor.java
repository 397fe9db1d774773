package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.Set;

/**
 * Producers whose orders were broken off were told why, in the same way each time.
 *
 * @param reasons exception and SQLSTATE, as producers write them down
 */
public record RefusedOnlyFor(Set<String> reasons) implements Rule {

  /** What they stand behind in the detail of an event. */
  public static final String BROKEN_OFF = "broken off by ";

  /** Copies the set. */
  public RefusedOnlyFor {
    reasons = Set.copyOf(reasons);
  }

  @Override
  public String promise() {
    return "refusals are typed";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    evidence
        .events(EventKind.ENQUEUE_REFUSED)
        .filter(event -> event.detail().startsWith(BROKEN_OFF))
        .forEach(
            event ->
                findings.expect(
                    reasons.contains(event.detail().substring(BROKEN_OFF.length())),
                    "refused for another reason: %s",
                    event));
  }
}
