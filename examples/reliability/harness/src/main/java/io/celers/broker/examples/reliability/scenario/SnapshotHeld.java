package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.rule.LeasesKept;
import io.celers.broker.examples.reliability.nemesis.HeldSnapshot;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Somebody keeps a transaction open and nobody vacuums, while producers order and workers work: the
 * tables fill with what is dead and cannot be removed.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record SnapshotHeld(int tasks, int rate, int workers, int corruptions, long seed)
    implements Scenario {

  private static final Duration LEASE = Duration.ofSeconds(10);

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Orders orders = new Orders("held-snapshot", tasks, rate, workers, LEASE, corruptions, seed);
    try (HarnessServer server = HarnessServer.start()) {
      orders.workOff(
          server,
          orders.arguments(server.url(), server.user()),
          folder,
          progress,
          stage -> new HeldSnapshot(server, stage.recorder()));
      return orders.card(
          server,
          folder,
          began,
          // each task is claimed and completed, and leaves two versions at least
          Map.of("orders", (long) tasks, "effects", tasks / 5L, Counts.DEAD_ROWS_KEPT, 2L * tasks),
          List.of(new LeasesKept()));
    }
  }
}
