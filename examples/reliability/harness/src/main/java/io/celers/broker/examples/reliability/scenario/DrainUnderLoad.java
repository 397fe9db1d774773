package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.process.Arguments;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.process.Producers;
import io.celers.broker.examples.reliability.process.Role;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A worker that has prefetched many tasks is told to stop while its handlers run; how long that
 * takes, and what it gives back, is measured.
 *
 * @param rounds workers, one after the other
 * @param prefetch tasks that each of them has in hand, besides those that run
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record DrainUnderLoad(int rounds, int prefetch, int corruptions, long seed)
    implements Scenario {

  /** Long enough that no heartbeat is due within a round. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PRODUCERS = 1;
  private static final int CONCURRENCY = 10;

  /** Most that a round completes before it is told to stop. */
  private static final int WORKED_OFF = 100;

  private static final int AS_FAST_AS_POSSIBLE = 10_000;
  private static final String IN_HAND =
      "select count(*) from celers.celers_tasks where state = 'processing'";

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
              .with("prefetch", prefetch);
      int orders = 2 * prefetch + rounds * WORKED_OFF;
      try (Producers producers =
          new Producers(PRODUCERS, orders, AS_FAST_AS_POSSIBLE, folder.histories(), arguments)) {
        while (producers.areAtWork()) {
          Thread.sleep(100);
        }
        producers.await();
      }
      try (Fleet fleet = new Fleet(Role.WORKER, 1, folder.histories(), arguments)) {
        for (int round = 0; round < rounds; round++) {
          Rest.await(server, IN_HAND, inHand -> inHand >= prefetch * 9 / 10, PATIENCE);
          fleet.at(0).stop();
          fleet.replace(0);
          progress.at(round + 1L, rounds);
        }
        Rest.await(server, Rest.LEFT, left -> left == 0, PATIENCE);
        fleet.stop();
      }
      Map<String, Long> minimums = Map.of(Counts.RELEASED, rounds * prefetch / 2L);
      Decision decision = Decision.of(server, folder, minimums, corruptions, seed);
      return new ScoreCard(
          "drain",
          seed,
          Map.of("rounds", Integer.toString(rounds), "prefetch", Integer.toString(prefetch)),
          began,
          Instant.now(),
          decision.verdict(),
          decision.figures(),
          decision.trial());
    }
  }
}
