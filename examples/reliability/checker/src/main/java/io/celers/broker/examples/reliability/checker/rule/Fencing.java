package io.celers.broker.examples.reliability.checker.rule;

import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Hands;
import io.celers.broker.examples.reliability.checker.evidence.LostReplies;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
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
 * told anything else than what the database holds. A fault of the server that was near excuses a
 * holder that never heard of its claim, and one that did not hear that its retry was stored, sent
 * it again, and found the task with somebody else.
 */
public final class Fencing implements Rule {

  @Override
  public String promise() {
    return "fencing";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    LostReplies lostReplies = new LostReplies(evidence, trail);
    trail.byTask().values().forEach(transitions -> chain(transitions, findings));
    evidence
        .events(EventKind.SETTLED)
        .forEach(
            event ->
                findings.expect(
                    trail.settled().contains(Claim.of(event)),
                    trail.overtaken().containsKey(Claim.of(event))
                        ? "stale ack accepted: %s"
                        : "told as settled, and is not: %s",
                    event));
    evidence
        .events(EventKind.LOST)
        .forEach(
            event ->
                findings.expect(
                    !trail.settled().contains(Claim.of(event)) || lostReplies.mayExplain(event),
                    "told as lost, and is settled: %s",
                    event));
    Set<Claim> lost = new HashSet<>();
    evidence
        .events(EventKind.LOST)
        .forEach(
            event -> findings.expect(lost.add(Claim.of(event)), "told as lost twice: %s", event));
    Set<Claim> told =
        Stream.concat(evidence.events(EventKind.LOST), evidence.events(EventKind.GIVEN_UP))
            .map(Claim::of)
            .collect(toSet());
    Set<String> survivors = evidence.survivors();
    Hands hands = new Hands(evidence);
    for (Claim stale : trail.overtaken().keySet()) {
      Transition made = trail.claims().get(stale);
      boolean dead = made == null || !survivors.contains(made.worker());
      boolean unheardOf =
          made != null && hands.reachedAt(stale).isEmpty() && lostReplies.mayInclude(made);
      findings.expect(
          dead || unheardOf || told.contains(stale), "overtaken and not told: %s", made);
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
}
