package io.celers.broker.examples.reliability.fencing;

import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Races that are made wrong, each in one way, to see whether the judge objects. */
final class FalsifiedRaces {

  /**
   * A way to be wrong.
   *
   * @param wrong empty if it cannot make this one wrong
   */
  private record Way(String kind, Wrong wrong) {}

  private interface Wrong {
    Optional<RaceSeen> of(RaceSeen good);
  }

  private static final List<Way> WAYS =
      List.of(
          told("stale verb accepted", FalsifiedRaces::isStale, "COMPLETED"),
          told("stale verb told to be a repeat", FalsifiedRaces::isStale, "AlreadySettled"),
          told("stale lease extended", FalsifiedRaces::isStale, HolderVerb.EXTENDED),
          told("stale verb told that the task is gone", FalsifiedRaces::isStale, "Gone"),
          told("stale verb threw", FalsifiedRaces::isStale, "threw an exception"),
          told("winner refused", (race, call) -> call.ends(), "LeaseLost"),
          told("winner told of another end", FalsifiedRaces::isCompleted, "DISCARDED"),
          told("repeat told that the lease is lost", FalsifiedRaces::isRepeat, "LeaseLost"),
          told("repeat accepted", FalsifiedRaces::isRepeat, "COMPLETED"),
          told("extension refused", (race, call) -> call.isExtended(), "LeaseLost"),
          new Way("holder not told", race -> Optional.of(race.withCalls(List.of()))),
          new Way("settled by another's receipt", FalsifiedRaces::settledByTheStale),
          new Way("task left", race -> end(race, end -> end.withState("pending"))),
          new Way("task lost", race -> Optional.of(race.withEnd(null))),
          new Way("one delivery too many", FalsifiedRaces::deliveredOnceMore),
          new Way("effect of the stale one", race -> effect(race, race.stale())),
          new Way(
              "effect doubled",
              race -> race.effects().stream().findAny().flatMap(one -> effect(race, one))),
          new Way(
              "effect lost",
              race ->
                  race.effects().isEmpty()
                      ? Optional.empty()
                      : Optional.of(race.withEffects(List.of()))),
          new Way(
              "result of another", race -> Optional.of(race.withResult(new UUID(0, 0).toString()))),
          new Way(
              "result lost",
              race ->
                  race.result() == null ? Optional.empty() : Optional.of(race.withResult(null))),
          new Way("ended twice", race -> again(race, Transition::isSettlement)),
          new Way("claim not in the trail", FalsifiedRaces::withoutAClaim),
          new Way("claim within the lease", FalsifiedRaces::claimedEarly));

  private FalsifiedRaces() {}

  /**
   * Tries each way on races of a run.
   *
   * @param times how often each
   * @param seed decides on which
   */
  static Trial trial(List<RaceSeen> good, int times, long seed) {
    Random random = new Random(seed);
    int tried = 0;
    int kinds = 0;
    List<String> missed = new ArrayList<>();
    for (Way way : WAYS) {
      List<RaceSeen> wrong = good.stream().map(way.wrong()::of).flatMap(Optional::stream).toList();
      kinds += wrong.isEmpty() ? 0 : 1;
      for (int i = 0; i < times && !wrong.isEmpty(); i++) {
        RaceSeen one = wrong.get(random.nextInt(wrong.size()));
        tried++;
        if (RaceJudge.kept(one)) {
          missed.add(way.kind() + ", " + one);
        }
      }
    }
    return new Trial(tried, kinds, missed);
  }

  private interface Fit {
    boolean test(RaceSeen race, Call call);
  }

  private static Way told(String kind, Fit fit, String told) {
    return new Way(
        kind,
        race ->
            race.calls().stream()
                .filter(call -> fit.test(race, call) && !call.told().equals(told))
                .findFirst()
                .map(call -> race.with(call, call.withTold(told))));
  }

  private static boolean isStale(RaceSeen race, Call call) {
    return race.isOvertaken(call.receipt());
  }

  private static boolean isCompleted(RaceSeen race, Call call) {
    return call.told().equals("COMPLETED");
  }

  private static boolean isRepeat(RaceSeen race, Call call) {
    return call.told().equals("AlreadySettled");
  }

  private static Optional<RaceSeen> end(RaceSeen race, UnaryOperator<TaskFact> change) {
    return Optional.of(race.withEnd(change.apply(Objects.requireNonNull(race.end()))));
  }

  private static Optional<RaceSeen> settledByTheStale(RaceSeen race) {
    return race.isOvertaken(race.stale())
        ? end(race, end -> end(end, end.deliveries(), race.stale()))
        : Optional.empty();
  }

  private static Optional<RaceSeen> deliveredOnceMore(RaceSeen race) {
    return end(
        race, end -> end(end, end.deliveries() + 1, Objects.requireNonNull(end.settledReceipt())));
  }

  private static TaskFact end(TaskFact end, int deliveries, UUID settledReceipt) {
    return new TaskFact(
        end.id(),
        end.state(),
        deliveries,
        end.maxRetries(),
        end.due(),
        settledReceipt,
        end.reason(),
        end.payload());
  }

  private static Optional<RaceSeen> effect(RaceSeen race, UUID receipt) {
    List<UUID> more = new ArrayList<>(race.effects());
    more.add(receipt);
    return Optional.of(race.withEffects(more));
  }

  private static Optional<RaceSeen> again(RaceSeen race, Predicate<Transition> which) {
    List<Transition> more = new ArrayList<>(race.transitions());
    return race.transitions().stream()
        .filter(which)
        .reduce((one, other) -> other)
        .map(
            last -> {
              more.add(last);
              return race.withTransitions(more);
            });
  }

  private static Optional<RaceSeen> withoutAClaim(RaceSeen race) {
    List<Transition> fewer = new ArrayList<>(race.transitions());
    return fewer.removeIf(change -> change.isClaim() && !change.isOvertaking())
        ? Optional.of(race.withTransitions(fewer))
        : Optional.empty();
  }

  private static Optional<RaceSeen> claimedEarly(RaceSeen race) {
    List<Transition> changed = new ArrayList<>(race.transitions());
    changed.replaceAll(
        change -> change.isOvertaking() ? withLease(change, change.at() + 1) : change);
    return changed.equals(race.transitions())
        ? Optional.empty()
        : Optional.of(race.withTransitions(changed));
  }

  private static Transition withLease(Transition change, long oldLease) {
    return new Transition(
        change.sequence(),
        change.at(),
        change.task(),
        change.oldState(),
        change.newState(),
        change.oldReceipt(),
        change.newReceipt(),
        change.settledReceipt(),
        change.deliveries(),
        oldLease,
        change.worker());
  }
}
