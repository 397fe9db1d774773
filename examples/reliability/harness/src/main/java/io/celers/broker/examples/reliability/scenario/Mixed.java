package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.nemesis.CutConnections;
import io.celers.broker.examples.reliability.nemesis.Fault;
import io.celers.broker.examples.reliability.nemesis.Harm;
import io.celers.broker.examples.reliability.nemesis.Kill;
import io.celers.broker.examples.reliability.nemesis.Nemesis;
import io.celers.broker.examples.reliability.nemesis.Pause;
import io.celers.broker.examples.reliability.nemesis.ServerFault;
import io.celers.broker.examples.reliability.nemesis.ServerNemesis;
import io.celers.broker.examples.reliability.nemesis.Stop;
import io.celers.broker.examples.reliability.nemesis.Terminate;
import io.celers.broker.examples.reliability.proxy.PostgresProxy;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Everything at once: workers are killed, paused and stopped as in a deployment, the server crashes
 * and is restarted, sessions are ended, and connections cut.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param times how often each kind of harm is done
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record Mixed(int tasks, int rate, int workers, int times, int corruptions, long seed)
    implements Scenario {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration SHORTEST_PAUSE = LEASE.plusMillis(1_500);
  private static final Duration SERVER_NOTICES_AFTER = Duration.ofSeconds(2);
  private static final int LEFT_ALONE = 1;
  private static final int HIT_AT_ONCE = 4;

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Orders orders = new Orders("mixed", tasks, rate, workers, LEASE, corruptions, seed);
    try (HarnessServer server = HarnessServer.start();
        PostgresProxy proxy = PostgresProxy.before(server.port(), SERVER_NOTICES_AFTER)) {
      orders.workOff(
          server,
          orders.arguments(server.urlBy(proxy.port()), server.user()),
          folder,
          progress,
          stage ->
              Harm.both(
                  new Nemesis(
                      stage.fleet(),
                      stage.target(),
                      LEFT_ALONE,
                      ofProcesses(),
                      seed,
                      stage.recorder()),
                  new ServerNemesis(
                      server, stage.target(), ofServer(proxy), ~seed, stage.recorder())));
      return orders.card(server, folder, began, minimums(), List.of());
    }
  }

  private List<Fault> ofProcesses() {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      faults.addAll(List.of(new Kill(), new Pause(SHORTEST_PAUSE), new Stop()));
    }
    return faults;
  }

  private List<ServerFault> ofServer(PostgresProxy proxy) {
    Random random = new Random(seed);
    List<ServerFault> faults = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      faults.add(CrashAndTerminate.CRASHES.get(i % CrashAndTerminate.CRASHES.size()));
      faults.add(new Terminate(HIT_AT_ONCE));
      faults.add(new CutConnections(proxy, HIT_AT_ONCE, random));
    }
    return faults;
  }

  /**
   * Four in five of what takes time at least, since a run that is done ends what is left; one of
   * each kind.
   */
  private Map<String, Long> minimums() {
    Map<String, Long> minimums = new HashMap<>();
    for (String kind : List.of(Counts.KILLS, Counts.PAUSES, Counts.STOPS)) {
      minimums.put(kind, most(times));
    }
    int crashesOfEachKind = times / CrashAndTerminate.CRASHES.size();
    for (ServerFault crash : CrashAndTerminate.CRASHES) {
      minimums.put(Counts.of(crash.harm()), most(crashesOfEachKind));
    }
    minimums.put(Counts.of(ServerHarm.TERMINATION), (long) times);
    minimums.put(Counts.of(ServerHarm.CONNECTION_CUT), (long) times);
    minimums.put("orders", tasks * 9L / 10);
    minimums.put("effects", tasks / 5L);
    minimums.put(Counts.OVERTAKEN, times / 2L);
    minimums.put(Counts.CLAIMS_FAILED, (long) times);
    return minimums;
  }

  private static long most(int planned) {
    return Math.max(Math.min(1, planned), planned * 4L / 5);
  }
}
