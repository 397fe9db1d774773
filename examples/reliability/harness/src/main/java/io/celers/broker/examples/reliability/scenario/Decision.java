package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Judge;
import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.corruption.Trial;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.EvidenceReader;
import io.celers.broker.examples.reliability.checker.evidence.Recovery;
import io.celers.broker.examples.reliability.checker.evidence.ServerFaults;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.rule.Rule;
import io.celers.broker.examples.reliability.report.Percentiles;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The end of a run.
 *
 * @param figures that the evidence shows
 */
record Decision(Verdict verdict, Map<String, String> figures, Trial trial) {

  private static final int PARTS = 5;

  /** Of the evidence as it is now, with everything at rest. */
  static Decision of(
      HarnessServer server,
      RunFolder folder,
      Map<String, Long> minimums,
      int corruptionsOfEachKind,
      long seed)
      throws IOException, SQLException {
    return of(server, folder, minimums, List.of(), corruptionsOfEachKind, seed);
  }

  /** The same by more rules. */
  static Decision of(
      HarnessServer server,
      RunFolder folder,
      Map<String, Long> minimums,
      List<Rule> more,
      int corruptionsOfEachKind,
      long seed)
      throws IOException, SQLException {
    Evidence evidence;
    try (Connection connection = server.connect()) {
      evidence = EvidenceReader.read(folder.histories(), connection);
    }
    Verdict verdict = Judge.decide(evidence, minimums, more);
    Trial trial = Trial.of(evidence, corruptionsOfEachKind, seed);
    return new Decision(verdict, figures(evidence), trial);
  }

  private static Map<String, String> figures(Evidence evidence) {
    Map<String, String> figures = new LinkedHashMap<>();
    List<Long> late =
        evidence.transitions().stream()
            .filter(Transition::isOvertaking)
            .map(claim -> claim.at() - claim.oldLease())
            .toList();
    if (!late.isEmpty()) {
      figures.put("claimed after the end of a lease", Percentiles.ofMicros(late));
    }
    List<Long> recoveries =
        Recovery.of(evidence, new Trail(evidence)).stream()
            .map(recovery -> recovery.time().toNanos() / 1_000)
            .toList();
    if (!recoveries.isEmpty()) {
      figures.put("first claim after the server is back", Percentiles.ofMicros(recoveries));
    }
    List<Long> outages =
        new ServerFaults(evidence)
            .outages().stream().map(outage -> (outage.ended() - outage.begun()) / 1_000).toList();
    if (!outages.isEmpty()) {
      figures.put("server away", Percentiles.ofMicros(outages));
    }
    waits(evidence, figures);
    List<Long> drains =
        evidence
            .events(EventKind.MEASURED)
            .filter(event -> event.detail().equals("drain us"))
            .map(Event::number)
            .toList();
    if (!drains.isEmpty()) {
      figures.put("drains", Percentiles.ofMicros(drains));
    }
    return figures;
  }

  /** From enqueue to first claim, of the tasks that came first and of those that came last. */
  private static void waits(Evidence evidence, Map<String, String> figures) {
    Map<UUID, Long> enqueued = new HashMap<>();
    Map<UUID, Long> waits = new LinkedHashMap<>();
    for (Transition transition : evidence.transitions()) {
      if (transition.oldState() == null) {
        enqueued.put(transition.task(), transition.at());
      } else if (transition.isClaim() && enqueued.containsKey(transition.task())) {
        waits.putIfAbsent(transition.task(), transition.at() - enqueued.get(transition.task()));
      }
    }
    List<Long> all = List.copyOf(waits.values());
    int part = all.size() / PARTS;
    if (part > 0) {
      figures.put("first claim, of the first fifth", Percentiles.ofMicros(all.subList(0, part)));
      figures.put(
          "first claim, of the last fifth",
          Percentiles.ofMicros(all.subList(all.size() - part, all.size())));
    }
  }
}
