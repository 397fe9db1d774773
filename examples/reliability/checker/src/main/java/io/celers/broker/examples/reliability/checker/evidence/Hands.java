package io.celers.broker.examples.reliability.checker.evidence;

import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Claims that reached their holders: the reply to the others was lost. */
public final class Hands {

  private final Map<Claim, Long> reached = new HashMap<>();

  /** As the holders wrote them down. */
  public Hands(Evidence evidence) {
    evidence.events(EventKind.CLAIMED).forEach(this::add);
  }

  private void add(Event event) {
    reached.putIfAbsent(Claim.of(event), event.nanos());
  }

  /** When; empty if nobody knows of it. */
  public OptionalLong reachedAt(Claim claim) {
    Long nanos = reached.get(claim);
    return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  /** All of them, and when. */
  public Map<Claim, Long> all() {
    return reached;
  }
}
