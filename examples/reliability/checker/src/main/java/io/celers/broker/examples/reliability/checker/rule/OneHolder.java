package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Hands;
import io.celers.broker.examples.reliability.checker.evidence.ServerFaults;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * A task is claimed from another holder only after the lease, and each claim runs once. Only a
 * crash of the server leaves a holder with a claim that is not there.
 */
public final class OneHolder implements Rule {

  @Override
  public String promise() {
    return "one holder";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Set<Claim> claimed = new HashSet<>();
    for (Transition transition : evidence.transitions()) {
      if (transition.isClaim()) {
        findings.expect(
            claimed.add(new Claim(transition.task(), transition.newReceipt())),
            "the same receipt again: %s",
            transition);
        findings.expect(
            transition.oldLease() <= transition.at(),
            "claimed %d us before it was due: %s",
            transition.oldLease() - transition.at(),
            transition);
      }
    }
    Set<Claim> started = new HashSet<>();
    Hands hands = new Hands(evidence);
    ServerFaults faults = new ServerFaults(evidence);
    for (Event event : evidence.events(EventKind.STARTED).toList()) {
      Claim claim = Claim.of(event);
      boolean undone = hands.reachedAt(claim).stream().anyMatch(faults::mayUndo);
      findings.expect(
          undone || trail.claims().containsKey(claim), "ran without a claim: %s", event);
      findings.expect(started.add(claim), "ran twice under one claim: %s", event);
    }
    Set<UUID> completed = new HashSet<>();
    evidence
        .events(EventKind.SETTLED)
        .filter(event -> event.detail().equals("COMPLETED"))
        .forEach(
            event ->
                findings.expect(
                    event.task() != null && completed.add(event.task()),
                    "completed twice: %s",
                    event));
  }
}
