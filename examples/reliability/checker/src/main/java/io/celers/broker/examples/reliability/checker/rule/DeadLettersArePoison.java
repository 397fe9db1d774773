package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import java.util.Map;
import java.util.UUID;

/** The dead letters are the poison tasks, all of them and no others, byte for byte. */
public final class DeadLettersArePoison implements Rule {

  @Override
  public String promise() {
    return "dead letters are the poison tasks";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Map<UUID, TaskFact> tasks = evidence.tasksById();
    for (Order order : evidence.orders()) {
      TaskFact task = tasks.get(order.task());
      boolean dead = task != null && task.state().equals(TaskFact.DEAD);
      boolean same = task != null && task.payload().equals(order.payload());
      findings.expect(
          dead == order.poison(), "order %d, poison %s: %s", order.number(), order.poison(), task);
      findings.expect(same || !dead, "content changed: %s", task);
    }
  }
}
