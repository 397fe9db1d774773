package io.celers.broker.examples.reliability.checker.evidence;

import io.celers.broker.examples.reliability.checker.evidence.ServerFaults.ServerFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The end of an outage.
 *
 * @param time from the first connection that the server accepted to the first claim that a holder
 *     got; if another outage came before that, to that one
 */
public record Recovery(ServerFault outage, Duration time) {

  /** Of each outage, in their order. */
  public static List<Recovery> of(Evidence evidence, Trail trail) {
    TreeSet<Long> claims = new TreeSet<>();
    for (Map.Entry<Claim, Long> reached : new Hands(evidence).all().entrySet()) {
      if (trail.claims().containsKey(reached.getKey())) {
        claims.add(reached.getValue());
      }
    }
    List<ServerFault> outages = new ServerFaults(evidence).outages();
    List<Recovery> recoveries = new ArrayList<>();
    for (int i = 0; i < outages.size(); i++) {
      ServerFault outage = outages.get(i);
      long next = i + 1 < outages.size() ? outages.get(i + 1).begun() : Long.MAX_VALUE;
      Long claim = claims.higher(outage.ended());
      long end = claim == null ? next : Math.min(claim, next);
      recoveries.add(new Recovery(outage, Duration.ofNanos(end - outage.ended())));
    }
    return recoveries;
  }
}
