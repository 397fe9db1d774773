package io.celers.broker.examples.reliability.checker.rule;

import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Nothing is there, and nothing runs, that was not enqueued, was refused or rolled back. */
public final class NoInvention implements Rule {

  @Override
  public String promise() {
    return "no invention";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Set<UUID> ordered = evidence.orders().stream().map(Order::task).collect(toSet());
    Set<Long> invoked =
        evidence.events(EventKind.ENQUEUE_INVOKED).map(Event::number).collect(toSet());
    Set<Long> numbers = new HashSet<>();
    for (Order order : evidence.orders()) {
      findings.expect(numbers.add(order.number()), "ordered twice: %d", order.number());
      findings.expect(invoked.contains(order.number()), "nobody ordered %d", order.number());
    }
    for (TaskFact task : evidence.tasks()) {
      findings.expect(ordered.contains(task.id()), "nobody enqueued %s", task);
    }
    for (UUID task : trail.byTask().keySet()) {
      findings.expect(ordered.contains(task), "there was a task that nobody enqueued: %s", task);
    }
    evidence
        .events(EventKind.STARTED)
        .forEach(
            event ->
                findings.expect(
                    ordered.contains(event.task()), "ran, but nobody enqueued it: %s", event));
    refusedOnes(evidence, trail, findings);
  }

  private static void refusedOnes(Evidence evidence, Trail trail, Findings findings) {
    Set<UUID> there = evidence.tasks().stream().map(TaskFact::id).collect(toSet());
    evidence
        .events(EventKind.ENQUEUE_REFUSED)
        .map(Event::task)
        .filter(Objects::nonNull)
        .forEach(
            task ->
                findings.expect(
                    !there.contains(task) && !trail.byTask().containsKey(task),
                    "was rolled back, and is there: %s",
                    task));
  }
}
