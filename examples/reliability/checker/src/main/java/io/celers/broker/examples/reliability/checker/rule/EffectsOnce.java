package io.celers.broker.examples.reliability.checker.rule;

import static java.util.stream.Collectors.groupingBy;

import io.celers.broker.examples.reliability.checker.evidence.Effect;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A completed task of a transactional handler has one effect, of the claim that settled it. */
public final class EffectsOnce implements Rule {

  @Override
  public String promise() {
    return "effects exactly once";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Map<UUID, List<Effect>> effects = evidence.effects().stream().collect(groupingBy(Effect::task));
    Map<UUID, Order> orders = evidence.ordersByTask();
    for (TaskFact task : evidence.tasks()) {
      Order order = orders.get(task.id());
      boolean wanted =
          order != null
              && order.kind() == Order.Kind.EFFECT
              && task.state().equals(TaskFact.COMPLETED);
      List<Effect> found = effects.getOrDefault(task.id(), List.of());
      findings.expect(found.size() == (wanted ? 1 : 0), "%d effects of %s", found.size(), task);
      for (Effect effect : found) {
        findings.expect(
            effect.receipt().equals(task.settledReceipt()),
            "effect of somebody who did not settle the task: %s, %s",
            effect,
            task);
      }
    }
    for (UUID task : effects.keySet()) {
      findings.expect(orders.containsKey(task), "effect of a task that is not there: %s", task);
    }
  }
}
