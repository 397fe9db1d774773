package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.nemesis.Cancel;
import io.celers.broker.examples.reliability.nemesis.KillBackend;
import io.celers.broker.examples.reliability.nemesis.Restart;
import io.celers.broker.examples.reliability.nemesis.ServerFault;
import io.celers.broker.examples.reliability.nemesis.ServerNemesis;
import io.celers.broker.examples.reliability.nemesis.Terminate;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.testdb.StopMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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

  private static final int ENDED_AT_ONCE = 6;
  private static final int CANCELLED_AT_ONCE = 2;

  /** One after the other. */
  static final List<ServerFault> CRASHES =
      List.of(
          new Restart(StopMode.KILL),
          new KillBackend(),
          new Restart(StopMode.FAST),
          new Restart(StopMode.IMMEDIATE));

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Orders orders = new Orders("server-faults", tasks, rate, workers, LEASE, corruptions, seed);
    try (HarnessServer server = HarnessServer.start()) {
      orders.workOff(
          server,
          orders.arguments(server.url(), server.user()),
          folder,
          progress,
          stage -> new ServerNemesis(server, stage.target(), faults(), seed, stage.recorder()));
      return orders.card(server, folder, began, minimums(), List.of());
    }
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
    for (ServerFault crash : CRASHES) {
      minimums.put(Counts.of(crash.harm()), (long) crashes / CRASHES.size());
    }
    minimums.put(Counts.of(ServerHarm.TERMINATION), terminations * 9L / 10);
    minimums.put(Counts.of(ServerHarm.CANCELLATION), (long) cancellations);
    minimums.put("orders", tasks * 9L / 10);
    minimums.put("effects", tasks / 5L);
    minimums.put("dead letters", tasks / 500L);
    minimums.put(Counts.CLAIMS_FAILED, (long) crashes);
    minimums.put(Counts.BROKEN_OFF, crashes / 5L);
    minimums.put(Counts.UNKNOWN, (crashes + terminations) / 200L);
    minimums.put(Counts.RETRIED, tasks / 100L);
    return minimums;
  }
}
