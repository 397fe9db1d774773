package io.celers.broker.examples.reliability.checker.rule;

import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Hands;
import io.celers.broker.examples.reliability.checker.evidence.ServerFaults;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Only the current receipt settles a task. Who was overtaken and lives is told so, and nobody is
 * told anything else than what the database holds. Where the server was harmed, the reply to a
 * claim may have been lost, so that nobody knows of it; or that to a retry, which is then sent
 * again and finds the task with somebody else.
 */
public final class Fencing implements Rule {

  @Override
  public String promise() {
    return "fencing";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    ServerFaults faults = new ServerFaults(evidence);
    trail.byTask().values().forEach(transitions -> chain(transitions, findings));
    evidence
        .events(EventKind.SETTLED)
        .forEach(
            event ->
                findings.expect(
                    trail.settled().contains(claim(event)),
                    trail.overtaken().containsKey(claim(event))
                        ? "stale ack accepted: %s"
                        : "told as settled, and is not: %s",
                    event));
    evidence
        .events(EventKind.LOST)
        .forEach(
            event ->
                findings.expect(
                    !trail.settled().contains(claim(event))
                        || (!faults.none() && trail.passedOn().contains(claim(event))),
                    "told as lost, and is settled: %s",
                    event));
    Set<Claim> lost = new HashSet<>();
    evidence
        .events(EventKind.LOST)
        .forEach(event -> findings.expect(lost.add(claim(event)), "told as lost twice: %s", event));
    Set<Claim> told =
        Stream.concat(evidence.events(EventKind.LOST), evidence.events(EventKind.GIVEN_UP))
            .map(Fencing::claim)
            .collect(toSet());
    Set<String> survivors = evidence.survivors();
    Hands hands = new Hands(evidence);
    for (Claim stale : trail.overtaken().keySet()) {
      Transition made = trail.claims().get(stale);
      boolean dead = made == null || !survivors.contains(made.worker());
      boolean unknown = !faults.none() && hands.reachedAt(stale).isEmpty();
      findings.expect(dead || unknown || told.contains(stale), "overtaken and not told: %s", made);
    }
  }

  /** Each change of a task finds the receipt that the change before it left. */
  private static void chain(List<Transition> transitions, Findings findings) {
    @Nullable UUID receipt = null;
    Set<UUID> past = new HashSet<>();
    for (Transition transition : transitions) {
      findings.expect(
          Objects.equals(transition.oldReceipt(), receipt),
          "not under the receipt %s: %s",
          receipt,
          transition);
      boolean given = transition.newReceipt() != null || transition.isDelete();
      findings.expect(
          transition.oldReceipt() == null || given || transition.isSettlement(),
          "settled by somebody who did not hold it: %s",
          transition);
      if (transition.isClaim() && receipt != null) {
        past.add(receipt);
      }
      findings.expect(
          transition.newReceipt() == null || !past.contains(transition.newReceipt()),
          "a receipt came back: %s",
          transition);
      receipt = transition.newReceipt();
    }
  }

  private static Claim claim(Event event) {
    return new Claim(event.task(), event.receipt());
  }
}
