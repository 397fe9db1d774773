package io.celers.broker.examples.reliability.checker.rule;

import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Workers that live keep what they have, until they say that they give it up; for runs in which
 * nobody is killed or paused.
 */
public final class LeasesKept implements Rule {

  @Override
  public String promise() {
    return "leases are kept";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Map<UUID, Order> orders = evidence.ordersByTask();
    Set<Claim> givenUp = evidence.events(EventKind.GIVEN_UP).map(Claim::of).collect(toSet());
    for (Claim claim : trail.claims().keySet()) {
      Order order = orders.get(claim.task());
      // the loop by hand has no heartbeats
      boolean manual = order != null && order.kind() == Order.Kind.MANUAL;
      boolean kept = !manual && !givenUp.contains(claim);
      findings.expect(
          !kept || !trail.overtaken().containsKey(claim),
          "ran out: %s",
          trail.overtaken().get(claim));
    }
  }
}
