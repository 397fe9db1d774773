package io.celers.broker.examples.reliability.commits;

import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.commits.Observation.Rest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
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
    List<Way> ways = ways();
    int tried = 0;
    for (Way way : ways) {
      List<Observation> fit = good.stream().filter(way.fit()).toList();
      for (int i = 0; i < times && !fit.isEmpty(); i++) {
        Observation one = fit.get(random.nextInt(fit.size()));
        tried++;
        if (CutJudge.kept(way.wrong().apply(one))) {
          missed.add("%s, %s %s".formatted(way.kind(), one.side(), one.verb()));
        }
      }
    }
    return new Trial(tried, ways.size(), missed);
  }

  /**
   * A way to be wrong.
   *
   * @param fit whether it makes this one wrong
   */
  private record Way(String kind, Predicate<Observation> fit, UnaryOperator<Observation> wrong) {
    Way(String kind, UnaryOperator<Observation> wrong) {
      this(kind, any -> true, wrong);
    }
  }

  private static List<Way> ways() {
    return List.of(
        new Way("half of it is there", o -> o.withSeen(o.seen() + "; 1 task half done")),
        new Way("the other side of the commit", o -> o.withSeen(other(o))),
        new Way("told what is not so", o -> o.withTold(new Told.Answer("not so"))),
        new Way(
            "answered as a repeat",
            o -> o.verb().repeatable() && !o.mayAnswer(o.rehearsal().again()),
            o -> o.withTold(new Told.Answer(o.rehearsal().again()))),
        new Way(
            "told an error of another kind", o -> o.withTold(new Told.Wrong("TimeoutException"))),
        new Way("repeat tells the opposite", o -> o.withRepeated("the opposite")),
        new Way("done twice", o -> o.withInTheEnd(o.inTheEnd() + "; 1 effect")),
        new Way("stale ack accepted", o -> o.withStale(List.of("COMPLETED"))),
        new Way("task lost", o -> o.withRest(new Rest(1, 0, 0))),
        new Way("task left", o -> o.withRest(new Rest(0, 1, 0))),
        new Way("task completed twice", o -> o.withRest(new Rest(0, 0, 1))));
  }

  private static String other(Observation o) {
    return o.isDone() ? o.rehearsal().before() : o.rehearsal().after();
  }
}
