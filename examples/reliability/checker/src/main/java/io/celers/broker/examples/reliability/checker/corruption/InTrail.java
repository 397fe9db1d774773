package io.celers.broker.examples.reliability.checker.corruption;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way on which the tasks came to where they are is not one that they may go. */
final class InTrail {

  private static final long SECOND = 1_000_000;

  private InTrail() {}

  /** Claimed while the lease of another holder still ran. */
  static Optional<Evidence> claimedTooEarly(Evidence good, Random random) {
    return Pick.replace(
            good.transitions(),
            Transition::isOvertaking,
            claim -> List.of(with(claim, claim.settledReceipt(), claim.at() + SECOND)),
            random)
        .map(good::withTransitions);
  }

  /** Claimed by two holders at once: the second claim does not know of the first. */
  static Optional<Evidence> claimedByTwo(Evidence good, Random random) {
    return Pick.replace(
            good.transitions(),
            Transition::isClaim,
            claim -> List.of(claim, claimed(claim, new UUID(random.nextLong(), random.nextLong()))),
            random)
        .map(good::withTransitions);
  }

  /** Settled by a receipt that was not the current one. */
  static Optional<Evidence> settledByAnother(Evidence good, Random random) {
    UUID other = new UUID(random.nextLong(), random.nextLong());
    return Pick.replace(
            good.transitions(),
            Transition::isSettlement,
            settlement -> List.of(with(settlement, other, settlement.oldLease())),
            random)
        .map(good::withTransitions);
  }

  /** A completed task was put back. */
  static Optional<Evidence> revived(Evidence good, Random random) {
    return Pick.one(
            good.transitions(), transition -> "completed".equals(transition.newState()), random)
        .map(
            end -> {
              List<Transition> transitions = new ArrayList<>(good.transitions());
              transitions.add(
                  new Transition(
                      transitions.size() + 1L,
                      end.at() + SECOND,
                      end.task(),
                      "completed",
                      "pending",
                      null,
                      null,
                      end.settledReceipt(),
                      end.deliveries(),
                      end.at(),
                      end.worker()));
              return good.withTransitions(transitions);
            });
  }

  /** Handed out without that anybody counted it. */
  static Optional<Evidence> claimUncounted(Evidence good, Random random) {
    return Pick.replace(good.transitions(), Transition::isClaim, claim -> List.of(), random)
        .map(good::withTransitions);
  }

  private static Transition with(Transition of, @Nullable UUID settledReceipt, long oldLease) {
    return new Transition(
        of.sequence(),
        of.at(),
        of.task(),
        of.oldState(),
        of.newState(),
        of.oldReceipt(),
        of.newReceipt(),
        settledReceipt,
        of.deliveries(),
        oldLease,
        of.worker());
  }

  private static Transition claimed(Transition of, UUID receipt) {
    return new Transition(
        of.sequence(),
        of.at(),
        of.task(),
        of.oldState(),
        of.newState(),
        of.oldReceipt(),
        receipt,
        of.settledReceipt(),
        of.deliveries(),
        of.oldLease(),
        of.worker());
  }
}
