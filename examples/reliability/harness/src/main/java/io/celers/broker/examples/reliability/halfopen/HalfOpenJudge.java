package io.celers.broker.examples.reliability.halfopen;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.checker.rule.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Decides on a run with half-open connections. */
final class HalfOpenJudge {

  /**
   * Most that may pass until a task is done whose connection went into a black hole: several socket
   * timeouts and leases, because another black hole may swallow the next attempt, too.
   */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration TOO_LONG = LONGEST_WAIT.plusMillis(1);

  private static final BiConsumer<HalfOpenEvidence, Findings> COMPLETED =
      (seen, findings) ->
          all(seen)
              .forEach(
                  id -> {
                    long times = seen.completions().getOrDefault(id, 0L);
                    findings.expect(times == 1, "%s was completed %d times", id, times);
                  });

  private static final BiConsumer<HalfOpenEvidence, Findings> EFFECTS =
      (seen, findings) ->
          all(seen)
              .forEach(
                  id -> {
                    long effects = seen.effects().getOrDefault(id, 0L);
                    long due = seen.transactional().contains(id) ? 1 : 0;
                    findings.expect(effects == due, "%s has %d effects", id, effects);
                  });

  private static final BiConsumer<HalfOpenEvidence, Findings> NO_OTHERS =
      (seen, findings) ->
          findings.expect(seen.stored() == all(seen).size(), "%d tasks are there", seen.stored());

  private static final BiConsumer<HalfOpenEvidence, Findings> GOES_ON =
      (seen, findings) ->
          seen.waits()
              .forEach(
                  wait ->
                      findings.expect(
                          wait.compareTo(LONGEST_WAIT) <= 0, "a task was done after %s", wait));

  private static final BiConsumer<HalfOpenEvidence, Findings> GIVEN_UP =
      (seen, findings) ->
          seen.recoveries()
              .forEach(
                  time ->
                      findings.expect(
                          time.compareTo(LONGEST_WAIT) <= 0, "a connection was kept for %s", time));

  private HalfOpenJudge() {}

  /**
   * Applies all rules.
   *
   * @param least how many connections must have been in use
   */
  static Verdict decide(HalfOpenEvidence seen, int least) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("half-open connections", (long) seen.blackHoles());
    counts.put("half-open connections in use", (long) seen.recoveries().size());
    counts.put("tasks with connections half-open", (long) all(seen).size());
    List<String> vacuous = new ArrayList<>();
    if (seen.recoveries().size() < least) {
      vacuous.add(
          "half-open connections in use: %d, at least %d"
              .formatted(seen.recoveries().size(), least));
    }
    if (seen.effects().isEmpty()) {
      vacuous.add("effects: none");
    }
    return new Verdict(
        List.of(
            ruling("no acknowledged task is lost, none is completed twice", seen, COMPLETED),
            ruling("effects exactly once", seen, EFFECTS),
            ruling("no task that nobody ordered", seen, NO_OTHERS),
            ruling("the worker goes on by itself", seen, GOES_ON),
            ruling("half-open connections are given up", seen, GIVEN_UP)),
        counts,
        vacuous);
  }

  private static List<UUID> all(HalfOpenEvidence seen) {
    List<UUID> all = new ArrayList<>(seen.plain());
    all.addAll(seen.transactional());
    return all;
  }

  private static Verdict.Ruling ruling(
      String promise, HalfOpenEvidence seen, BiConsumer<HalfOpenEvidence, Findings> rule) {
    Findings findings = new Findings();
    rule.accept(seen, findings);
    return Verdict.Ruling.of(promise, findings);
  }

  /** Whether the judge objects to what is made wrong on purpose. */
  static Trial trial(HalfOpenEvidence good) {
    Map<String, UnaryOperator<HalfOpenEvidence>> ways = new LinkedHashMap<>();
    good.transactional().stream()
        .findFirst()
        .ifPresent(
            one -> {
              ways.put("task lost", seen -> seen.withCompletions(one, 0));
              ways.put("task completed twice", seen -> seen.withCompletions(one, 2));
              ways.put("effect lost", seen -> seen.withEffects(one, 0));
              ways.put("effect doubled", seen -> seen.withEffects(one, 2));
            });
    ways.put("task that nobody ordered", seen -> seen.withStored(seen.stored() + 1));
    ways.put("task done too late", seen -> seen.withWait(TOO_LONG));
    ways.put("connection kept too long", seen -> seen.withRecovery(TOO_LONG));
    List<String> missed = new ArrayList<>();
    ways.forEach(
        (kind, way) -> {
          if (decide(way.apply(good), 0).kept()) {
            missed.add(kind);
          }
        });
    return new Trial(ways.size(), ways.size(), missed);
  }
}
