package io.celers.broker.examples.reliability.checker.corruption;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.LostReplies;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a process saw is told otherwise. */
final class InHistories {

  private InHistories() {}

  /** A line is missing, and its number with it. */
  static Optional<Evidence> lineMissing(Evidence good, Random random) {
    return events(
            good,
            (history, event) -> event.sequence() < history.events().size() - 1L,
            event -> List.of(),
            random)
        .map(good::withHistories);
  }

  /** A commit was acknowledged of which the database knows nothing. */
  static Optional<Evidence> acknowledgedButNotThere(Evidence good, Random random) {
    UUID nobody = new UUID(random.nextLong(), random.nextLong());
    return changed(
        good,
        event -> event.kind() == EventKind.ENQUEUE_ACKNOWLEDGED,
        event -> with(event, nobody, event.receipt()),
        random);
  }

  /** A transaction was rolled back, and its task is there. */
  static Optional<Evidence> rolledBackButThere(Evidence good, Random random) {
    return changed(
        good,
        event -> event.kind() == EventKind.ENQUEUE_ACKNOWLEDGED,
        event -> event.withKind(EventKind.ENQUEUE_REFUSED, "rolled back"),
        random);
  }

  /** A handler ran under a receipt that nobody has. */
  static Optional<Evidence> ranWithoutAClaim(Evidence good, Random random) {
    UUID nobodys = new UUID(random.nextLong(), random.nextLong());
    return changed(
        good,
        event -> event.kind() == EventKind.STARTED,
        event -> with(event, event.task(), nobodys),
        random);
  }

  /** A handler ran twice under one claim. */
  static Optional<Evidence> ranTwice(Evidence good, Random random) {
    return events(
            good,
            (history, event) -> event.kind() == EventKind.STARTED,
            event -> List.of(event, event),
            random)
        .map(InHistories::renumbered)
        .map(good::withHistories);
  }

  /** The ack of a stale receipt was accepted. */
  static Optional<Evidence> staleAckAccepted(Evidence good, Random random) {
    Set<Claim> overtaken = new Trail(good).overtaken().keySet();
    return changed(
        good,
        event -> event.kind() == EventKind.LOST && overtaken.contains(Claim.of(event)),
        event -> event.withKind(EventKind.SETTLED, "COMPLETED"),
        random);
  }

  /** A holder was overtaken and never told. */
  static Optional<Evidence> lossNotTold(Evidence good, Random random) {
    Set<Claim> overtaken = new Trail(good).overtaken().keySet();
    Set<Claim> givenUp = new HashSet<>();
    good.events(EventKind.GIVEN_UP).map(Claim::of).forEach(givenUp::add);
    List<Event> told =
        good.histories().stream()
            .filter(History::ended)
            .flatMap(history -> history.events(EventKind.LOST))
            .filter(event -> !givenUp.contains(Claim.of(event)))
            .toList();
    return Pick.one(told, event -> overtaken.contains(Claim.of(event)), random)
        .map(chosen -> renumbered(without(good.histories(), Claim.of(chosen))))
        .map(good::withHistories);
  }

  /** A loss was told twice. */
  static Optional<Evidence> lossToldTwice(Evidence good, Random random) {
    return events(
            good,
            (history, event) -> event.kind() == EventKind.LOST,
            event -> List.of(event, event),
            random)
        .map(InHistories::renumbered)
        .map(good::withHistories);
  }

  /** An outcome that is stored was told as lost, with nothing that excuses it. */
  static Optional<Evidence> settledButToldAsLost(Evidence good, Random random) {
    LostReplies lostReplies = new LostReplies(good, new Trail(good));
    return changed(
        good,
        event -> event.kind() == EventKind.SETTLED && !lostReplies.mayExplain(event),
        event -> event.withKind(EventKind.LOST, "LeaseLost"),
        random);
  }

  /** A task ran that nobody enqueued. */
  static Optional<Evidence> ranUnordered(Evidence good, Random random) {
    Set<UUID> started = new HashSet<>();
    good.events(EventKind.STARTED).map(Event::task).forEach(started::add);
    return Pick.replace(
            good.orders(), order -> started.contains(order.task()), order -> List.of(), random)
        .map(
            orders -> {
              Set<UUID> left = new HashSet<>();
              orders.forEach(order -> left.add(order.task()));
              List<TaskFact> tasks =
                  good.tasks().stream().filter(task -> left.contains(task.id())).toList();
              return good.withOrders(orders).withTasks(tasks);
            });
  }

  private static List<History> without(List<History> histories, Claim lost) {
    return histories.stream()
        .map(
            history ->
                history.with(
                    history.events().stream()
                        .filter(e -> e.kind() != EventKind.LOST || !Claim.of(e).equals(lost))
                        .toList()))
        .toList();
  }

  private interface Fit {
    boolean test(History history, Event event);
  }

  private static Optional<Evidence> changed(
      Evidence good, Predicate<Event> fit, Function<Event, Event> by, Random random) {
    return events(
            good, (history, event) -> fit.test(event), event -> List.of(by.apply(event)), random)
        .map(good::withHistories);
  }

  private static Optional<List<History>> events(
      Evidence good, Fit fit, Function<Event, List<Event>> by, Random random) {
    return Pick.one(
            good.histories(),
            history -> history.events().stream().anyMatch(event -> fit.test(history, event)),
            random)
        .map(
            chosen -> {
              List<Event> events =
                  Pick.replace(chosen.events(), event -> fit.test(chosen, event), by, random)
                      .orElseThrow();
              List<History> histories = new ArrayList<>(good.histories());
              histories.set(histories.indexOf(chosen), chosen.with(events));
              return histories;
            });
  }

  static List<History> renumbered(List<History> histories) {
    List<History> renumbered = new ArrayList<>();
    for (History history : histories) {
      List<Event> events = new ArrayList<>();
      history.events().forEach(event -> events.add(event.withSequence(events.size())));
      renumbered.add(history.with(events));
    }
    return renumbered;
  }

  static Event with(Event event, @Nullable UUID task, @Nullable UUID receipt) {
    return new Event(
        event.sequence(),
        event.nanos(),
        event.kind(),
        task,
        receipt,
        event.number(),
        event.detail());
  }
}
