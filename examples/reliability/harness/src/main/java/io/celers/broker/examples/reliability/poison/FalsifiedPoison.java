package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.poison.PoisonEvidence.End;
import io.celers.broker.examples.reliability.process.PoisonKind;
import io.celers.broker.examples.reliability.process.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Evidence that is made wrong, each time in one way, to see whether the judge objects. */
final class FalsifiedPoison {

  private static final int CRASHED = 134;

  /**
   * A way to be wrong.
   *
   * @param fit which tasks it makes wrong
   */
  private record Way(String kind, Predicate<PoisonKind> fit, UnaryOperator<PoisonFate> wrong) {}

  private static final List<Way> OF_TASKS =
      List.of(
          new Way("poison lost", PoisonKind::isPoison, fate -> fate.withPlaces(0)),
          new Way(
              "poison completed",
              PoisonKind::isPoison,
              fate -> fate.withState(PoisonFate.COMPLETED)),
          new Way(
              "poison completed, then buried",
              PoisonKind::isPoison,
              fate -> fate.withCompletions(1)),
          new Way("poison left", PoisonKind::isPoison, fate -> fate.withState(PoisonFate.PENDING)),
          new Way(
              "one delivery too many", PoisonKind::isPoison, fate -> fate.withMoreDeliveries(1)),
          new Way(
              "one delivery too few", PoisonKind::isPoison, fate -> fate.withMoreDeliveries(-1)),
          new Way("claim not counted", any -> true, PoisonFate::withUncountedClaim),
          new Way(
              "dead letter with other bytes", PoisonKind::isPoison, PoisonFate::withOtherPayload),
          new Way("task with other bytes", PoisonKind::isGood, PoisonFate::withOtherPayload),
          new Way("in two tables", any -> true, fate -> fate.withPlaces(2)),
          new Way("good task buried", PoisonKind::isGood, fate -> fate.withState(PoisonFate.DEAD)),
          new Way("good task lost", PoisonKind::isGood, fate -> fate.withPlaces(0)),
          new Way("good task completed twice", PoisonKind::isGood, fate -> fate.withCompletions(2)),
          new Way("effect lost", PoisonKind::isTransactional, fate -> fate.withEffects(0)),
          new Way("effect doubled", PoisonKind::isTransactional, fate -> fate.withEffects(2)),
          new Way("effect of poison", PoisonKind::isPoison, fate -> fate.withEffects(1)),
          new Way(
              "run without a claim",
              kind -> !kind.isShared(),
              fate -> fate.withStarts(fate.starts() + 1)),
          new Way(
              "unknown name claimed",
              kind -> kind == PoisonKind.UNKNOWN,
              fate -> fate.withMoreDeliveries(1)),
          new Way(
              "unknown name touched", kind -> kind == PoisonKind.UNKNOWN, PoisonFate::withChange),
          new Way(
              "unknown name buried",
              kind -> kind == PoisonKind.UNKNOWN,
              fate -> fate.withState(PoisonFate.DEAD)));

  private FalsifiedPoison() {}

  /**
   * Tries each way on the evidence of a run.
   *
   * @param times how often each that concerns a task
   * @param seed decides on which
   */
  static Trial trial(PoisonEvidence good, int times, long seed) {
    Random random = new Random(seed);
    int tried = 0;
    List<String> missed = new ArrayList<>();
    for (Way way : OF_TASKS) {
      List<PoisonFate> fit =
          good.fates().stream().filter(fate -> way.fit().test(fate.kind())).toList();
      for (int i = 0; i < times && !fit.isEmpty(); i++) {
        PoisonFate one = fit.get(random.nextInt(fit.size()));
        tried++;
        if (PoisonJudge.kept(way.wrong().apply(one))) {
          missed.add(way.kind() + ", " + one);
        }
      }
    }
    Map<String, UnaryOperator<PoisonEvidence>> others = ofTheRest();
    for (Map.Entry<String, UnaryOperator<PoisonEvidence>> way : others.entrySet()) {
      tried++;
      if (PoisonJudge.decide(way.getValue().apply(good), Map.of()).kept()) {
        missed.add(way.getKey());
      }
    }
    return new Trial(tried, OF_TASKS.size() + others.size(), missed);
  }

  private static Map<String, UnaryOperator<PoisonEvidence>> ofTheRest() {
    String sturdy = Role.STURDY.word();
    String halting = Role.HALTING.word();
    Map<String, UnaryOperator<PoisonEvidence>> ways = new LinkedHashMap<>();
    ways.put("task that nobody ordered", seen -> seen.withStored(seen.stored() + 1));
    ways.put("worker ended", seen -> seen.withEnd(new End(sturdy + "-1.1", sturdy, 88, true)));
    ways.put("worker replaced", seen -> seen.withEnd(new End(sturdy + "-1.2", sturdy, 143, true)));
    ways.put(
        "history with a gap", seen -> seen.withEnd(new End(sturdy + "-1.1", sturdy, 143, false)));
    ways.put(
        "JVM crashed", seen -> seen.withEnd(new End(halting + "-1.9", halting, CRASHED, false)));
    ways.put("known name reported", seen -> seen.withStranger("good"));
    ways.put("more reported than there are", seen -> seen.withUnknown(Long.MAX_VALUE));
    return ways;
  }
}
