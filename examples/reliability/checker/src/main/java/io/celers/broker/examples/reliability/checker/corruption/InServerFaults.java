package io.celers.broker.examples.reliability.checker.corruption;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.LostReplies;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.ServerFaults;
import io.celers.broker.examples.reliability.checker.evidence.ServerFaults.ServerFault;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Harm that was done to the server is taken for an excuse. */
final class InServerFaults {

  private static final long TOO_LATE = Duration.ofSeconds(11).toNanos();

  private InServerFaults() {}

  /** A handler ran under a claim that the database does not know, with no crash near. */
  static Optional<Evidence> claimOfNobody(Evidence good, Random random) {
    ServerFaults faults = new ServerFaults(good);
    Set<UUID> started = new HashSet<>();
    good.events(EventKind.STARTED).map(Event::receipt).forEach(started::add);
    UUID nobodys = new UUID(random.nextLong(), random.nextLong());
    List<Event> claimed =
        good.events(EventKind.CLAIMED)
            .filter(event -> started.contains(event.receipt()))
            .filter(event -> !faults.mayUndo(event.nanos()))
            .toList();
    return Pick.one(claimed, event -> true, random)
        .map(
            chosen ->
                events(
                    good,
                    event ->
                        chosen.receipt() != null && chosen.receipt().equals(event.receipt())
                            ? Optional.of(InHistories.with(event, event.task(), nobodys))
                            : Optional.of(event)));
  }

  /** A holder was overtaken and knows nothing of its claim, with no fault near. */
  static Optional<Evidence> claimUnheardOf(Evidence good, Random random) {
    Trail trail = new Trail(good);
    LostReplies lostReplies = new LostReplies(good, trail);
    Set<String> survivors = good.survivors();
    List<Transition> overtaken =
        trail.claims().entrySet().stream()
            .filter(claim -> trail.overtaken().containsKey(claim.getKey()))
            .map(Map.Entry::getValue)
            .filter(claim -> survivors.contains(claim.worker()))
            .toList();
    return Pick.one(overtaken, claim -> !lostReplies.mayInclude(claim), random)
        .map(
            chosen ->
                events(
                    good,
                    // Not the others that were claimed with it: they say when it was.
                    event ->
                        Objects.equals(chosen.newReceipt(), event.receipt())
                                && Objects.equals(chosen.task(), event.task())
                            ? Optional.empty()
                            : Optional.of(event)));
  }

  /** Nobody claimed anything for a while after the server was back. */
  static Optional<Evidence> resumedTooLate(Evidence good, Random random) {
    List<ServerFault> outages = new ServerFaults(good).outages();
    return Pick.one(
            outages,
            outage -> outages.stream().noneMatch(next -> isWithin(next.begun(), outage)),
            random)
        .map(
            outage ->
                events(
                    good,
                    event ->
                        event.kind() == EventKind.CLAIMED && isWithin(event.nanos(), outage)
                            ? Optional.empty()
                            : Optional.of(event)));
  }

  private static boolean isWithin(long nanos, ServerFault outage) {
    return nanos > outage.ended() && nanos < outage.ended() + TOO_LATE;
  }

  /** Of a transaction whose commit was under way, one half is not there. */
  static Optional<Evidence> orderWithoutItsTask(Evidence good, Random random) {
    Set<UUID> unknown = unknown(good);
    return Pick.<TaskFact>replace(
            good.tasks(), task -> unknown.contains(task.id()), task -> List.of(), random)
        .map(good::withTasks);
  }

  /** Nor is the other. */
  static Optional<Evidence> taskWithoutItsOrder(Evidence good, Random random) {
    Set<UUID> unknown = unknown(good);
    return Pick.<Order>replace(
            good.orders(), order -> unknown.contains(order.task()), order -> List.of(), random)
        .map(good::withOrders);
  }

  private static Set<UUID> unknown(Evidence good) {
    Set<UUID> unknown = new HashSet<>();
    good.events(EventKind.ENQUEUE_UNKNOWN).map(Event::task).forEach(unknown::add);
    return unknown;
  }

  private static Evidence events(Evidence good, Function<Event, Optional<Event>> by) {
    List<History> histories =
        good.histories().stream()
            .map(
                history ->
                    history.with(
                        history.events().stream().map(by).flatMap(Optional::stream).toList()))
            .toList();
    return good.withHistories(InHistories.renumbered(histories));
  }
}
