package io.celers.broker.examples.reliability.checker.evidence;

import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Replies of the server that harm done to it may have kept from those whom they were for. */
public final class LostReplies {

  private final Trail trail;
  private final ServerFaults faults;
  private final Hands hands;
  private final Set<Claim> unheard = new HashSet<>();

  /** When claims reached their holders, by the sequence of their transitions. */
  private final TreeMap<Long, Long> reached = new TreeMap<>();

  /** What the evidence allows for. */
  public LostReplies(Evidence evidence, Trail trail) {
    this.trail = trail;
    this.faults = new ServerFaults(evidence);
    this.hands = new Hands(evidence);
    evidence.events(EventKind.UNHEARD).map(Claim::of).forEach(unheard::add);
    trail
        .claims()
        .forEach(
            (claim, made) ->
                hands.reachedAt(claim).ifPresent(at -> reached.put(made.sequence(), at)));
  }

  /**
   * Whether one of them may be why a holder was told that it lost what it had settled: it sent its
   * retry again, and somebody else has had the task since. The holder says that it did not hear the
   * reply, or there was a fault between its claim and this answer.
   */
  public boolean mayExplain(Event answer) {
    Claim claim = Claim.of(answer);
    return trail.passedOn().contains(claim)
        && (unheard.contains(claim)
            || hands.reachedAt(claim).stream()
                .anyMatch(at -> faults.fellBetween(at, answer.nanos())));
  }

  /**
   * Whether the reply to this claim may be one of them: there was a fault between the claims before
   * and after it that reached their holders, or until its own holder went on, if that was paused.
   */
  public boolean mayInclude(Transition claim) {
    Map.Entry<Long, Long> before = reached.lowerEntry(claim.sequence());
    Map.Entry<Long, Long> after = reached.higherEntry(claim.sequence());
    long to = after == null ? Long.MAX_VALUE : after.getValue();
    // the holder before may have been paused, and so have read its reply late
    long from = before == null ? Long.MIN_VALUE : Math.min(before.getValue(), to);
    return faults.fellBetween(from, faults.readBy(claim.worker(), from, to));
  }
}
