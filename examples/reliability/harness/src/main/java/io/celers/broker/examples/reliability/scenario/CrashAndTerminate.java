package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.nemesis.Cancel;
import io.celers.broker.examples.reliability.nemesis.KillBackend;
import io.celers.broker.examples.reliability.nemesis.Restart;
import io.celers.broker.examples.reliability.nemesis.ServerFault;
import io.celers.broker.examples.reliability.nemesis.ServerNemesis;
import io.celers.broker.examples.reliability.nemesis.Terminate;
import io.celers.broker.examples.reliability.process.Arguments;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.process.Logs;
import io.celers.broker.examples.reliability.process.Producers;
import io.celers.broker.examples.reliability.process.Role;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.testdb.StopMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Producers order, workers work, and all the while the server is restarted and crashes, and their
 * sessions are ended and their statements cancelled. No process dies, and nobody helps them.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param crashes in equal parts: main processes and backends killed, fast restarts, immediate stops
 * @param terminations sessions ended, at least
 * @param cancellations statements cancelled, at least
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record CrashAndTerminate(
    int tasks,
    int rate,
    int workers,
    int crashes,
    int terminations,
    int cancellations,
    int corruptions,
    long seed)
    implements Scenario {

  /** As long as an outage: at times a holder is back in time, at times it is not. */
  private static final Duration LEASE = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PRODUCERS = 2;
  private static final int CONCURRENCY = 4;
  private static final int ENDED_AT_ONCE = 6;
  private static final int CANCELLED_AT_ONCE = 2;
  private static final List<ServerFault> CRASHES =
      List.of(
          new Restart(StopMode.KILL),
          new KillBackend(),
          new Restart(StopMode.FAST),
          new Restart(StopMode.IMMEDIATE));

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    try (HarnessServer server = HarnessServer.start()) {
      Arguments arguments =
          Arguments.none()
              .with("url", server.url())
              .with("user", server.user())
              .with("seed", seed)
              .with("lease", LEASE)
              .with("concurrency", CONCURRENCY)
              .with("prefetch", CONCURRENCY);
      try (Fleet fleet = new Fleet(Role.WORKER, workers, folder.histories(), arguments)) {
        harm(server, folder, fleet, arguments, progress);
      }
      Decision decision = Decision.of(server, folder, minimums(), corruptions, seed);
      Map<String, String> figures = new LinkedHashMap<>(decision.figures());
      figures.put("messages logged by all processes", Logs.messages(folder.histories()));
      return new ScoreCard(
          "server-faults",
          seed,
          options(),
          began,
          Instant.now(),
          decision.verdict(),
          figures,
          decision.trial());
    }
  }

  private void harm(
      HarnessServer server, RunFolder folder, Fleet fleet, Arguments arguments, Progress progress)
      throws Exception {
    Recorder recorder = Recorder.begin(folder.histories(), "nemesis", "nemesis");
    RunTarget target = new RunTarget(server, Rest.DONE, tasks, any -> true);
    try (Producers producers =
            new Producers(PRODUCERS, tasks, rate, folder.histories(), arguments);
        ServerNemesis nemesis = new ServerNemesis(server, target, faults(), seed, recorder)) {
      // some orders of unknown outcome never were
      target.follow(
          fleet, progress, PATIENCE, () -> !producers.areAtWork() && server.number(Rest.LEFT) == 0);
      producers.await();
      nemesis.end();
    }
    Rest.await(server, Rest.LEFT, left -> left == 0, PATIENCE);
    fleet.requireAlive();
    fleet.stop();
    recorder.close();
  }

  private List<ServerFault> faults() {
    List<ServerFault> faults = new ArrayList<>();
    for (int i = 0; i < crashes; i++) {
      faults.add(CRASHES.get(i % CRASHES.size()));
    }
    faults.addAll(times(terminations, ENDED_AT_ONCE, new Terminate(ENDED_AT_ONCE)));
    faults.addAll(times(cancellations, 1, new Cancel(CANCELLED_AT_ONCE)));
    return faults;
  }

  private static List<ServerFault> times(int all, int each, ServerFault fault) {
    return Collections.nCopies((all + each - 1) / each, fault);
  }

  private Map<String, Long> minimums() {
    Map<String, Long> minimums = new HashMap<>();
    for (ServerHarm harm : ServerHarm.values()) {
      if (harm.isOutage()) {
        minimums.put(Counts.of(harm), (long) crashes / CRASHES.size());
      }
    }
    minimums.put(Counts.of(ServerHarm.TERMINATION), terminations * 9L / 10);
    minimums.put(Counts.of(ServerHarm.CANCELLATION), (long) cancellations);
    minimums.put("orders", tasks * 9L / 10);
    minimums.put("effects", tasks / 5L);
    minimums.put("dead letters", tasks / 500L);
    minimums.put(Counts.CLAIMS_FAILED, (long) crashes);
    minimums.put(Counts.BROKEN_OFF, crashes / 4L);
    minimums.put(Counts.UNKNOWN, (crashes + terminations) / 200L);
    minimums.put(Counts.RETRIED, tasks / 100L);
    return minimums;
  }

  private Map<String, String> options() {
    return Map.of(
        "tasks", Integer.toString(tasks),
        "rate", Integer.toString(rate),
        "workers", Integer.toString(workers));
  }
}
