package io.celers.broker.examples.reliability.checker.corruption;

import io.celers.broker.examples.reliability.checker.evidence.Census;
import io.celers.broker.examples.reliability.checker.evidence.Effect;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Ticks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is at rest in the tables is not what it should be. */
final class InTables {

  private InTables() {}

  static Optional<Evidence> taskGone(Evidence good, Random random) {
    return Pick.replace(good.tasks(), task -> true, task -> List.of(), random).map(good::withTasks);
  }

  static Optional<Evidence> taskOfNobody(Evidence good, Random random) {
    return Pick.replace(good.orders(), order -> true, order -> List.of(), random)
        .map(good::withOrders);
  }

  static Optional<Evidence> leftPending(Evidence good, Random random) {
    return tasks(good, InTables::isCompleted, task -> task.withState("pending"), random);
  }

  static Optional<Evidence> leftProcessing(Evidence good, Random random) {
    return tasks(good, InTables::isCompleted, task -> task.withState("processing"), random);
  }

  static Optional<Evidence> cancelledWithoutAReason(Evidence good, Random random) {
    return tasks(good, InTables::isCompleted, task -> task.withState("cancelled"), random);
  }

  static Optional<Evidence> contentChanged(Evidence good, Random random) {
    return tasks(good, task -> true, task -> task.withPayload("00" + task.payload()), random);
  }

  static Optional<Evidence> poisonCompleted(Evidence good, Random random) {
    return tasks(good, InTables::isDead, task -> task.withState(TaskFact.COMPLETED), random);
  }

  static Optional<Evidence> goodTaskDead(Evidence good, Random random) {
    return tasks(good, InTables::isCompleted, task -> task.withState(TaskFact.DEAD), random);
  }

  static Optional<Evidence> oneDeliveryMore(Evidence good, Random random) {
    return tasks(good, task -> true, InTables::deliveredOnceMore, random);
  }

  static Optional<Evidence> effectTwice(Evidence good, Random random) {
    return Pick.replace(good.effects(), effect -> true, effect -> List.of(effect, effect), random)
        .map(good::withEffects);
  }

  static Optional<Evidence> effectMissing(Evidence good, Random random) {
    return Pick.replace(good.effects(), effect -> true, effect -> List.of(), random)
        .map(good::withEffects);
  }

  static Optional<Evidence> effectOfAStaleHolder(Evidence good, Random random) {
    UUID stale = new UUID(random.nextLong(), random.nextLong());
    return Pick.replace(
            good.effects(),
            effect -> true,
            effect -> List.of(new Effect(effect.task(), stale)),
            random)
        .map(good::withEffects);
  }

  /** Of a task that has none, such as one of another kind, or a dead one. */
  static Optional<Evidence> effectTooMany(Evidence good, Random random) {
    Set<UUID> have = new HashSet<>();
    good.effects().forEach(effect -> have.add(effect.task()));
    return Pick.one(good.orders(), order -> !have.contains(order.task()), random)
        .map(Order::task)
        .map(
            task -> {
              List<Effect> effects = new ArrayList<>(good.effects());
              effects.add(new Effect(task, new UUID(random.nextLong(), random.nextLong())));
              return good.withEffects(effects);
            });
  }

  static Optional<Evidence> miscounted(Evidence good, Random random) {
    Census census = good.census();
    return Optional.of(
        good.withCensus(
            new Census(
                census.orders() + 1,
                census.pending(),
                census.processing(),
                census.completed(),
                census.failed(),
                census.cancelled(),
                census.dead(),
                census.archived())));
  }

  static Optional<Evidence> tickMissing(Evidence good, Random random) {
    return ticks(good, tick -> List.of(), random);
  }

  static Optional<Evidence> tickTwice(Evidence good, Random random) {
    return ticks(good, tick -> List.of(tick, tick), random);
  }

  private static Optional<Evidence> ticks(
      Evidence good, Function<Long, List<Long>> by, Random random) {
    return good.ticks()
        .flatMap(
            ticks ->
                Pick.replace(ticks.enqueued(), tick -> true, by, random)
                    .map(enqueued -> new Ticks(ticks.first(), ticks.last(), enqueued)))
        .map(good::withTicks);
  }

  private static Optional<Evidence> tasks(
      Evidence good, Predicate<TaskFact> fit, Function<TaskFact, TaskFact> by, Random random) {
    return Pick.replace(good.tasks(), fit, task -> List.of(by.apply(task)), random)
        .map(good::withTasks);
  }

  private static TaskFact deliveredOnceMore(TaskFact task) {
    return new TaskFact(
        task.id(),
        task.state(),
        task.deliveries() + 1,
        task.maxRetries(),
        task.due(),
        task.settledReceipt(),
        task.reason(),
        task.payload());
  }

  private static boolean isCompleted(TaskFact task) {
    return task.state().equals(TaskFact.COMPLETED);
  }

  private static boolean isDead(TaskFact task) {
    return task.state().equals(TaskFact.DEAD);
  }
}
