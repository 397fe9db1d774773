package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.checker.rule.RefusedOnlyFor;
import io.celers.broker.examples.reliability.nemesis.FillDisk;
import io.celers.broker.examples.reliability.nemesis.ServerFault;
import io.celers.broker.examples.reliability.nemesis.ServerNemesis;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.SmallDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The disk with the tables is full again and again, for less and for more than a lease, while
 * producers order and workers work.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param times how often
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record FullDisk(int tasks, int rate, int workers, int times, int corruptions, long seed)
    implements Scenario {

  private static final String NAME = "disk-full";
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final List<Duration> FULL_FOR =
      List.of(LEASE.dividedBy(2), LEASE.multipliedBy(2), LEASE);

  /** For twenty thousand orders, their trail and their indexes. */
  private static final int MEGABYTES = 256;

  /** Bytes of each payload, and of the result of each ack by hand: more than a page can hold. */
  private static final int BALLAST = 10_000;

  private static final String TOLD = "ResourcesExhaustedException 53100";
  private static final String OF_THE_ORDER_ITSELF = "DataAccessException 53100";

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Optional<String> obstacle = SmallDisk.obstacle();
    if (obstacle.isPresent()) {
      return ScoreCard.skipped(NAME, seed, began, obstacle.get());
    }
    Orders orders = new Orders(NAME, tasks, rate, workers, LEASE, corruptions, seed);
    // the server ends before the disk goes
    try (SmallDisk disk = SmallDisk.mount(MEGABYTES);
        HarnessServer server = HarnessServer.start()) {
      disk.take(server);
      orders.workOff(
          server,
          orders.arguments(server.url(), server.user()).with("ballast", BALLAST),
          folder,
          progress,
          stage -> new ServerNemesis(server, stage.target(), faults(disk), seed, stage.recorder()));
      return orders.card(
          server,
          folder,
          began,
          minimums(),
          List.of(new RefusedOnlyFor(Set.of(TOLD, OF_THE_ORDER_ITSELF))));
    }
  }

  private List<ServerFault> faults(SmallDisk disk) {
    List<ServerFault> faults = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      faults.add(new FillDisk(disk, FULL_FOR.get(i % FULL_FOR.size())));
    }
    return faults;
  }

  /** No failed claim: its new versions of rows often find room on pages that are there. */
  private Map<String, Long> minimums() {
    return Map.of(
        "orders",
        (long) tasks,
        "effects",
        tasks / 5L,
        Counts.of(ServerHarm.FULL_DISK),
        (long) times,
        "enqueues " + RefusedOnlyFor.BROKEN_OFF + TOLD,
        times / 2L,
        Counts.UNHEARD,
        times / 4L);
  }
}
