package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.rule.LeasesKept;
import io.celers.broker.examples.reliability.checker.rule.RefusedOnlyFor;
import io.celers.broker.examples.reliability.nemesis.Harm;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Handlers take two connections each, one after the other, and keep them for longer than a lease;
 * something in the producers takes all that they have, now and then.
 *
 * @param tasks orders in all
 * @param rate orders in a second
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record PoolsUsedUp(int tasks, int rate, int workers, int corruptions, long seed)
    implements Scenario {

  /** Longer than a process takes to get going on a machine with other work to do. */
  private static final Duration LEASE = Duration.ofSeconds(5);

  private static final Duration HELD_FOR = LEASE.plusSeconds(1);

  /** Of the pool of a worker, besides one for each handler: heartbeats and wake-up have theirs. */
  private static final int SPARE = 2;

  private static final String TOLD = "TimeoutException none";

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Orders orders = new Orders("pool-exhaustion", tasks, rate, workers, LEASE, corruptions, seed);
    try (HarnessServer server = HarnessServer.start()) {
      orders.workOff(
          server,
          orders
              .arguments(server.url(), server.user())
              .with("spare", SPARE)
              .with("hold", HELD_FOR.toMillis()),
          folder,
          progress,
          stage -> Harm.NONE);
      return orders.card(
          server,
          folder,
          began,
          Map.of(
              "orders",
              (long) tasks,
              "effects",
              tasks / 5L,
              "enqueues " + RefusedOnlyFor.BROKEN_OFF + TOLD,
              1L + tasks / 500,
              Counts.CLAIMS_FAILED,
              1L + tasks / 500,
              Counts.HELD_LONG,
              1L + tasks / 200),
          List.of(new LeasesKept(), new RefusedOnlyFor(Set.of(TOLD))));
    }
  }
}
