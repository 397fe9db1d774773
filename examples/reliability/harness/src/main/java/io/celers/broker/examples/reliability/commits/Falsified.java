package io.celers.broker.examples.reliability.commits;

import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.commits.Observation.Rest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Observations that are made wrong, each in one way, to see whether the judge objects. */
final class Falsified {

  private Falsified() {}

  /**
   * Tries each way on observations of a run.
   *
   * @param times how often each
   * @param seed decides on which
   */
  static Trial trial(List<Observation> good, int times, long seed) {
    Random random = new Random(seed);
    List<String> missed = new ArrayList<>();
    Map<String, UnaryOperator<Observation>> ways = ways();
    ways.forEach(
        (kind, way) -> {
          for (int i = 0; i < times; i++) {
            Observation one = good.get(random.nextInt(good.size()));
            if (CutJudge.kept(way.apply(one))) {
              missed.add("%s, %s %s".formatted(kind, one.side(), one.verb()));
            }
          }
        });
    return new Trial(ways.size() * times, ways.size(), missed);
  }

  private static Map<String, UnaryOperator<Observation>> ways() {
    Map<String, UnaryOperator<Observation>> ways = new LinkedHashMap<>();
    ways.put("half of it is there", o -> seen(o, o.seen() + "; 1 task half done"));
    ways.put("the other side of the commit", o -> seen(o, other(o)));
    ways.put("told what is not so", o -> told(o, new Told.Answer("not so")));
    ways.put("told an error of another kind", o -> told(o, new Told.Wrong("TimeoutException")));
    ways.put("repeat tells the opposite", o -> repeated(o, "the opposite"));
    ways.put("done twice", o -> inTheEnd(o, o.inTheEnd() + "; 1 effect"));
    ways.put("stale ack accepted", o -> stale(o, List.of("COMPLETED")));
    ways.put("task lost", o -> rest(o, new Rest(1, 0, 0)));
    ways.put("task left", o -> rest(o, new Rest(0, 1, 0)));
    ways.put("task completed twice", o -> rest(o, new Rest(0, 0, 1)));
    return ways;
  }

  private static String other(Observation o) {
    return o.isDone() ? o.rehearsal().before() : o.rehearsal().after();
  }

  private static Observation seen(Observation o, String seen) {
    return new Observation(
        o.verb(),
        o.side(),
        o.rehearsal(),
        o.told(),
        seen,
        o.repeated(),
        o.inTheEnd(),
        o.stale(),
        o.rest());
  }

  private static Observation told(Observation o, Told told) {
    return new Observation(
        o.verb(),
        o.side(),
        o.rehearsal(),
        told,
        o.seen(),
        o.repeated(),
        o.inTheEnd(),
        o.stale(),
        o.rest());
  }

  private static Observation repeated(Observation o, String repeated) {
    return new Observation(
        o.verb(),
        o.side(),
        o.rehearsal(),
        o.told(),
        o.seen(),
        repeated,
        o.inTheEnd(),
        o.stale(),
        o.rest());
  }

  private static Observation inTheEnd(Observation o, String inTheEnd) {
    return new Observation(
        o.verb(),
        o.side(),
        o.rehearsal(),
        o.told(),
        o.seen(),
        o.repeated(),
        inTheEnd,
        o.stale(),
        o.rest());
  }

  private static Observation stale(Observation o, List<String> stale) {
    return new Observation(
        o.verb(),
        o.side(),
        o.rehearsal(),
        o.told(),
        o.seen(),
        o.repeated(),
        o.inTheEnd(),
        stale,
        o.rest());
  }

  private static Observation rest(Observation o, Rest rest) {
    return new Observation(
        o.verb(),
        o.side(),
        o.rehearsal(),
        o.told(),
        o.seen(),
        o.repeated(),
        o.inTheEnd(),
        o.stale(),
        rest);
  }
}
