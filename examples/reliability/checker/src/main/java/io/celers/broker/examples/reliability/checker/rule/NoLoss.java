package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.Map;
import java.util.UUID;

/** What was acknowledged is there with its content, and has come to an end. */
public final class NoLoss implements Rule {

  @Override
  public String promise() {
    return "no loss";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Map<UUID, TaskFact> tasks = evidence.tasksById();
    evidence
        .events(EventKind.ENQUEUE_ACKNOWLEDGED)
        .forEach(
            event ->
                findings.expect(
                    tasks.containsKey(event.task()), "lost: acknowledged %s", event.task()));
    for (Order order : evidence.orders()) {
      TaskFact task = tasks.get(order.task());
      findings.expect(
          task != null && task.payload().equals(order.payload()),
          "order %d has no such task: %s",
          order.number(),
          task);
    }
    for (TaskFact task : evidence.tasks()) {
      findings.expect(isAtAnEnd(task), "not at an end: %s", task);
    }
  }

  private static boolean isAtAnEnd(TaskFact task) {
    return switch (task.state()) {
      case "completed", "failed", "dead", "archived" -> true;
      case "cancelled" -> task.reason() != null;
      default -> false;
    };
  }
}
