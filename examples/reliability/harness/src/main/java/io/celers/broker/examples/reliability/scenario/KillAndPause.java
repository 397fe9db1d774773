package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.nemesis.Fault;
import io.celers.broker.examples.reliability.nemesis.Kill;
import io.celers.broker.examples.reliability.nemesis.Nemesis;
import io.celers.broker.examples.reliability.nemesis.Pause;
import io.celers.broker.examples.reliability.nemesis.Stop;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Producers order, workers work, and all the while workers are killed, paused for longer than their
 * leases, and stopped as in a deployment.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record KillAndPause(
    int tasks, int rate, int workers, int kills, int pauses, int stops, int corruptions, long seed)
    implements Scenario {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration SHORTEST_PAUSE = LEASE.plusMillis(1_500);

  /** One to work while others are down. */
  private static final int LEFT_ALONE = 1;

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Orders orders = new Orders("kill-and-pause", tasks, rate, workers, LEASE, corruptions, seed);
    try (HarnessServer server = HarnessServer.start()) {
      orders.workOff(
          server,
          orders.arguments(server.url(), server.user()),
          folder,
          progress,
          stage ->
              new Nemesis(
                  stage.fleet(), stage.target(), LEFT_ALONE, faults(), seed, stage.recorder()));
      return orders.card(server, folder, began, minimums(), List.of());
    }
  }

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>(Collections.nCopies(kills, new Kill()));
    faults.addAll(Collections.nCopies(pauses, new Pause(SHORTEST_PAUSE)));
    faults.addAll(Collections.nCopies(stops, new Stop()));
    return faults;
  }

  /**
   * Half of the kills and a quarter of the pauses at least must have hit a task in somebody's hand:
   * between the choice of a victim and the signal it may have settled what it had.
   */
  private Map<String, Long> minimums() {
    return Map.ofEntries(
        Map.entry("orders", (long) tasks),
        Map.entry("effects", tasks / 5L),
        Map.entry("dead letters", tasks / 500L),
        Map.entry(Counts.KILLS, (long) kills),
        Map.entry(Counts.PAUSES, (long) pauses),
        Map.entry(Counts.STOPS, (long) stops),
        Map.entry(Counts.OF_THE_DEAD, kills / 2L),
        Map.entry(Counts.STALE_REFUSED, pauses / 4L),
        Map.entry(Counts.RETRIED, tasks / 100L),
        Map.entry(Counts.REFUSED, tasks / 200L));
  }
}
