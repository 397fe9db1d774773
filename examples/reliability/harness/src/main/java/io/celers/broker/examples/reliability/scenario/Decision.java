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
import io.celers.broker.examples.reliability.report.Percentiles;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The end of a run.
 *
 * @param figures that the evidence shows
 */
record Decision(Verdict verdict, Map<String, String> figures, Trial trial) {

  /** Of the evidence as it is now, with everything at rest. */
  static Decision of(
      HarnessServer server,
      RunFolder folder,
      Map<String, Long> minimums,
      int corruptionsOfEachKind,
      long seed)
      throws IOException, SQLException {
    Evidence evidence;
    try (Connection connection = server.connect()) {
      evidence = EvidenceReader.read(folder.histories(), connection);
    }
    Verdict verdict = Judge.decide(evidence, minimums);
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
}
