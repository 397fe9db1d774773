package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;

/** What is missing cannot be judged: a history has all its lines, or nothing else counts. */
public final class HistoriesAreWhole implements Rule {

  @Override
  public String promise() {
    return "histories are whole";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    findings.expect(!evidence.histories().isEmpty(), "there is no history");
    evidence.histories().forEach(history -> check(history, findings));
  }

  private static void check(History history, Findings findings) {
    boolean begun =
        !history.events().isEmpty() && history.events().get(0).kind() == EventKind.PROCESS_BEGUN;
    findings.expect(begun, "%s does not begin", history.process());
    findings.expect(
        !(history.torn() && history.ended()), "%s ended and wrote on", history.process());
    for (int i = 0; i < history.events().size(); i++) {
      findings.expect(
          history.events().get(i).sequence() == i,
          "%s has %s where event %d should be",
          history.process(),
          history.events().get(i).line(),
          i);
    }
  }
}
