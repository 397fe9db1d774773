package io.celers.broker.examples.reliability.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.reliability.checker.corruption.Corruption;
import io.celers.broker.examples.reliability.checker.corruption.Corruptions;
import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Ticks;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import io.celers.broker.examples.reliability.checker.rule.LeasesKept;
import io.celers.broker.examples.reliability.checker.rule.RefusedOnlyFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Accepts what is good, and nothing else. */
class JudgeTest {

  private static final int SEEDS = 20;
  private static final int ORDERS = 30;

  @Test
  void goodRunsAreAccepted() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Verdict verdict = Judge.decide(SimulatedRun.of(seed, ORDERS), Map.of());

      assertThat(verdict.passed()).as("seed %d: %s", seed, verdict).isTrue();
    }
  }

  @Test
  void everyRuleLooksAtSomething() {
    Verdict tasks = Judge.decide(SimulatedRun.of(1, ORDERS), Map.of());
    Verdict ticks = Judge.decide(ticking(), Map.of());

    assertThat(Stream.of(tasks, ticks).flatMap(verdict -> verdict.rules().stream()))
        .hasSizeGreaterThan(10)
        .allMatch(rule -> rule.checked() > 0);
  }

  /** The kind, and a promise that is broken by it. */
  static Stream<Arguments> corruptions() {
    Map<String, String> broken =
        Map.ofEntries(
            Map.entry("line of a history missing", "histories are whole"),
            Map.entry("acknowledged, not there", "no loss"),
            Map.entry("rolled back, there", "no invention"),
            Map.entry("ran without a claim", "one holder"),
            Map.entry("ran twice under one claim", "one holder"),
            Map.entry("stale ack accepted", "fencing"),
            Map.entry("loss not told", "fencing"),
            Map.entry("loss told twice", "fencing"),
            Map.entry("settled, told as lost", "fencing"),
            Map.entry("ran without an order", "no invention"),
            Map.entry("ran under a claim that no crash undid", "one holder"),
            Map.entry("claim that no fault kept from its holder", "fencing"),
            Map.entry("resumed too late", "resumes after an outage"),
            Map.entry("unknown outcome, order without its task", "no loss"),
            Map.entry("unknown outcome, task without its order", "no invention"),
            Map.entry("task gone", "no loss"),
            Map.entry("task of nobody", "no invention"),
            Map.entry("left pending", "no loss"),
            Map.entry("left processing", "no loss"),
            Map.entry("cancelled without a reason", "no loss"),
            Map.entry("content changed", "no loss"),
            Map.entry("poison completed", "dead letters are the poison tasks"),
            Map.entry("good task dead", "dead letters are the poison tasks"),
            Map.entry("one delivery more", "retries are bounded"),
            Map.entry("effect twice", "effects exactly once"),
            Map.entry("effect missing", "effects exactly once"),
            Map.entry("effect of a stale holder", "effects exactly once"),
            Map.entry("effect too many", "effects exactly once"),
            Map.entry("miscounted", "conservation"),
            Map.entry("claimed too early", "one holder"),
            Map.entry("claimed by two", "fencing"),
            Map.entry("settled by another", "fencing"),
            Map.entry("revived after its end", "final is final"),
            Map.entry("claim uncounted", "fencing"),
            Map.entry("tick missing", "each tick once"),
            Map.entry("tick twice", "each tick once"));
    Map<String, Corruption> ways = new TreeMap<>(Corruptions.ofTasks());
    ways.putAll(Corruptions.ofTicks());
    assertThat(broken.keySet()).isEqualTo(ways.keySet());
    return ways.entrySet().stream()
        .map(way -> Arguments.of(way.getKey(), way.getValue(), broken.get(way.getKey())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corruptions")
  void corruptedEvidenceIsRejected(String kind, Corruption way, String promise) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Evidence good = kind.startsWith("tick") ? ticking() : SimulatedRun.of(seed, ORDERS);
      Evidence wrong = way.of(good, new Random(~seed)).orElseThrow();

      Verdict verdict = Judge.decide(wrong, Map.of());

      assertThat(verdict.rules())
          .as("seed %d", seed)
          .anyMatch(rule -> rule.promise().equals(promise) && rule.violations() > 0);
    }
  }

  @Test
  void runInWhichTooLittleHappenedFails() {
    Verdict verdict = Judge.decide(SimulatedRun.of(1, ORDERS), Map.of(Counts.KILLS, 1L));

    assertThat(verdict.kept()).isTrue();
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.vacuous()).containsExactly("kill: 0, at least 1");
  }

  @Test
  void leaseOfAWorkerThatRanOutBreaksTheRuleForRunsWithoutFaults() {
    Verdict verdict = Judge.decide(SimulatedRun.of(1, ORDERS), Map.of(), List.of(new LeasesKept()));

    assertThat(violations(verdict, "leases are kept")).isPositive();
  }

  @Test
  void leaseOfATaskThatItsHolderGaveUpMayRunOut() {
    Evidence run = SimulatedRun.of(1, ORDERS);
    History one = run.histories().get(0);
    List<Event> events = new ArrayList<>(one.events());
    for (Claim claim : new Trail(run).overtaken().keySet()) {
      events.add(
          new Event(
              events.size(),
              0,
              EventKind.GIVEN_UP,
              claim.task(),
              claim.receipt(),
              1,
              "TimeoutException"));
    }
    List<History> histories = new ArrayList<>(run.histories());
    histories.set(0, one.with(events));

    Verdict verdict =
        Judge.decide(run.withHistories(histories), Map.of(), List.of(new LeasesKept()));

    assertThat(violations(verdict, "leases are kept")).isZero();
  }

  @Test
  void refusalForAnotherReasonBreaksTheRuleThatNamesThem() {
    Evidence run = SimulatedRun.of(1, ORDERS);
    Set<String> reasons =
        run.events(EventKind.ENQUEUE_REFUSED)
            .map(Event::detail)
            .filter(detail -> detail.startsWith(RefusedOnlyFor.BROKEN_OFF))
            .map(detail -> detail.substring(RefusedOnlyFor.BROKEN_OFF.length()))
            .collect(Collectors.toSet());

    assertThat(violations(refusedOnlyFor(run, reasons), "refusals are typed")).isZero();
    assertThat(violations(refusedOnlyFor(run, Set.of()), "refusals are typed")).isPositive();
  }

  private static Verdict refusedOnlyFor(Evidence run, Set<String> reasons) {
    return Judge.decide(run, Map.of(), List.of(new RefusedOnlyFor(reasons)));
  }

  private static long violations(Verdict verdict, String promise) {
    return verdict.rules().stream()
        .filter(rule -> rule.promise().equals(promise))
        .mapToLong(Verdict.Ruling::violations)
        .sum();
  }

  @Test
  void theLibraryIsNotOnTheClassPath() {
    assertThat(
            Optional.ofNullable(
                getClass().getClassLoader().getResource("io/celers/broker/Broker.class")))
        .isEmpty();
  }

  private static Evidence ticking() {
    List<Long> ticks = LongStream.rangeClosed(100, 200).boxed().toList();
    return SimulatedRun.of(1, 0).withTicks(new Ticks(100, 200, ticks));
  }
}
