package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.rule.Rule;
import io.celers.broker.examples.reliability.nemesis.Harm;
import io.celers.broker.examples.reliability.process.Arguments;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.process.Logs;
import io.celers.broker.examples.reliability.process.Producers;
import io.celers.broker.examples.reliability.process.Role;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Producers order and workers work, whatever is done to them.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param lease of the workers
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
record Orders(
    String scenario, int tasks, int rate, int workers, Duration lease, int corruptions, long seed) {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PRODUCERS = 2;
  private static final int CONCURRENCY = 4;

  /** What harm may be done to. */
  record Stage(HarnessServer server, Fleet fleet, RunTarget target, Recorder recorder) {}

  /** Begins to do harm. */
  interface Harming {
    Harm begin(Stage stage) throws SQLException;
  }

  /** What the processes are told that connect to this address. */
  Arguments arguments(String url, String user) {
    return Arguments.none()
        .with("url", url)
        .with("user", user)
        .with("seed", seed)
        .with("lease", lease)
        .with("concurrency", CONCURRENCY)
        .with("prefetch", CONCURRENCY);
  }

  /** Returns when all harm is done and all orders are, or nothing moves any more. */
  void workOff(
      HarnessServer server,
      Arguments arguments,
      RunFolder folder,
      Progress progress,
      Harming harming)
      throws Exception {
    try (Recorder recorder = Recorder.begin(folder.histories(), "nemesis", "nemesis");
        Fleet fleet = new Fleet(Role.WORKER, workers, folder.histories(), arguments)) {
      RunTarget target = new RunTarget(server, Rest.DONE, tasks, server::holds);
      Stage stage = new Stage(server, fleet, target, recorder);
      try (Producers producers =
              new Producers(PRODUCERS, tasks, rate, folder.histories(), arguments);
          Harm harm = harming.begin(stage)) {
        // some orders of unknown outcome never were
        target.follow(
            fleet,
            progress,
            PATIENCE,
            () -> !producers.areAtWork() && server.number(Rest.LEFT) == 0);
        producers.await();
        harm.end();
      }
      Rest.await(server, Rest.LEFT, left -> left == 0, PATIENCE);
      fleet.requireAlive();
      fleet.stop();
    }
  }

  /** What the run came to, by the checker's rules and more. */
  ScoreCard card(
      HarnessServer server,
      RunFolder folder,
      Instant began,
      Map<String, Long> minimums,
      List<Rule> more)
      throws IOException, SQLException {
    Decision decision = Decision.of(server, folder, minimums, more, corruptions, seed);
    Map<String, String> figures = new LinkedHashMap<>(decision.figures());
    figures.put("messages logged by all processes", Logs.messages(folder.histories()));
    return new ScoreCard(
        scenario,
        seed,
        options(),
        began,
        Instant.now(),
        decision.verdict(),
        figures,
        decision.trial());
  }

  private Map<String, String> options() {
    return Map.of(
        "tasks", Integer.toString(tasks),
        "rate", Integer.toString(rate),
        "workers", Integer.toString(workers));
  }
}
