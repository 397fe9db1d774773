package io.celers.broker.examples.reliability.checker.evidence;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that a verdict rests on.
 *
 * @param histories of all processes, the nemesis among them
 * @param orders what producers committed
 * @param tasks live, dead and archived ones
 * @param effects what transactional handlers committed
 * @param transitions in the order of their sequence
 * @param census counted in the snapshot in which the rest was read
 * @param ticks of the schedule, if there was one
 */
public record Evidence(
    List<History> histories,
    List<Order> orders,
    List<TaskFact> tasks,
    List<Effect> effects,
    List<Transition> transitions,
    Census census,
    Optional<Ticks> ticks) {

  /** Copies the lists. */
  public Evidence {
    histories = List.copyOf(histories);
    orders = List.copyOf(orders);
    tasks = List.copyOf(tasks);
    effects = List.copyOf(effects);
    transitions = List.copyOf(transitions);
  }

  /** Tasks by their ids. */
  public Map<UUID, TaskFact> tasksById() {
    return tasks.stream().collect(toMap(TaskFact::id, Function.identity(), (one, other) -> one));
  }

  /** Orders by their tasks. */
  public Map<UUID, Order> ordersByTask() {
    return orders.stream().collect(toMap(Order::task, Function.identity(), (one, other) -> one));
  }

  /** Processes that came to their end, and were not killed. */
  public Set<String> survivors() {
    return histories.stream().filter(History::ended).map(History::process).collect(toSet());
  }

  /** Events of a kind, of all processes. */
  public Stream<Event> events(EventKind kind) {
    return histories.stream().flatMap(history -> history.events(kind));
  }

  /** The same with other histories. */
  public Evidence withHistories(List<History> histories) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, ticks);
  }

  /** The same with other orders. */
  public Evidence withOrders(List<Order> orders) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, ticks);
  }

  /** The same with other tasks. */
  public Evidence withTasks(List<TaskFact> tasks) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, ticks);
  }

  /** The same with other effects. */
  public Evidence withEffects(List<Effect> effects) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, ticks);
  }

  /** The same with other transitions. */
  public Evidence withTransitions(List<Transition> transitions) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, ticks);
  }

  /** The same with another census. */
  public Evidence withCensus(Census census) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, ticks);
  }

  /** The same with other ticks. */
  public Evidence withTicks(Ticks ticks) {
    return new Evidence(histories, orders, tasks, effects, transitions, census, Optional.of(ticks));
  }
}
