package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** No task is handed out more often than it may be; a poison task exactly so often. */
public final class RetriesBounded implements Rule {

  @Override
  public String promise() {
    return "retries are bounded";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Map<UUID, Order> orders = evidence.ordersByTask();
    for (TaskFact task : evidence.tasks()) {
      long handedOut = handedOut(trail.byTask().getOrDefault(task.id(), List.of()));
      int most = task.maxRetries() + 1;
      findings.expect(handedOut <= most, "handed out %d times: %s", handedOut, task);
      findings.expect(
          handedOut == task.deliveries(), "handed out %d times, says %s", handedOut, task);
      Order order = orders.get(task.id());
      findings.expect(
          order == null || !order.poison() || handedOut == most,
          "poison, handed out %d times: %s",
          handedOut,
          task);
    }
  }

  /** Claims, without those that were given back. */
  private static long handedOut(List<Transition> transitions) {
    long claims = 0;
    int deliveries = 0;
    for (Transition transition : transitions) {
      if (transition.isClaim()) {
        claims++;
      } else if (transition.isSettlement() && transition.deliveries() < deliveries) {
        claims--;
      }
      deliveries = transition.deliveries();
    }
    return claims;
  }
}
