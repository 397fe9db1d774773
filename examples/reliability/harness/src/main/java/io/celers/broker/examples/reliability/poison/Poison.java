package io.celers.broker.examples.reliability.poison;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.checker.history.HistoryFolder;
import io.celers.broker.examples.reliability.process.Arguments;
import io.celers.broker.examples.reliability.process.ChildProcess;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.process.PoisonKind;
import io.celers.broker.examples.reliability.process.Role;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.scenario.Progress;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.Enqueued;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Tasks that fail in all manners, among good ones. Two workers have those that only fail, and are
 * to survive all of them. One each has those that end its JVM, and those that use up its memory and
 * its slots: whenever it has ended, another one takes its place.
 *
 * @param poison tasks with which something is wrong
 * @param rare how many of them are of each kind that does more harm than to fail
 * @param corruptions pieces of wrong evidence of each kind that the judge is tried on
 */
public record Poison(int poison, int rare, int corruptions, long seed) implements Scenario {

  private static final int STURDY = 2;
  private static final int CONCURRENCY = 4;
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String ENDED =
      """
      select (select count(*) from celers.celers_tasks where state = 'completed')
        + (select count(*) from celers.celers_dead_letter_queue)
      """;

  /** Processes, and how those ended that are no more. */
  private static final class Crew implements AutoCloseable {
    private final Map<Role, Fleet> fleets = new LinkedHashMap<>();
    private final Map<String, Integer> exitCodes = new HashMap<>();

    void add(Role role, int size, RunFolder folder, Arguments arguments) {
      fleets.put(role, new Fleet(role, size, folder.histories(), arguments));
    }

    /** Of those that may end. */
    void replaceTheDead() {
      fleets.forEach(
          (role, fleet) -> {
            if (role == Role.STURDY) {
              fleet.requireAlive();
            } else if (!fleet.at(0).isAlive()) {
              note(fleet.at(0));
              fleet.replace(0);
            }
          });
    }

    private void note(ChildProcess process) {
      exitCodes.put(process.name(), process.await());
    }

    Map<String, Integer> stop() {
      fleets.forEach(
          (role, fleet) -> {
            fleet.stop();
            for (int place = 0; place < (role == Role.STURDY ? STURDY : 1); place++) {
              note(fleet.at(place));
            }
          });
      return exitCodes;
    }

    @Override
    public void close() {
      fleets.values().forEach(Fleet::close);
    }
  }

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    try (HarnessServer server = HarnessServer.start();
        Crew crew = new Crew()) {
      Map<UUID, PoisonOrder> orders = new LinkedHashMap<>();
      enqueue(server, orders);
      Arguments arguments =
          Arguments.none()
              .with("url", server.url())
              .with("user", server.user())
              .with("concurrency", CONCURRENCY);
      crew.add(Role.STURDY, STURDY, folder, arguments.with("lease", Duration.ofMinutes(1)));
      Arguments doomed = arguments.with("lease", Duration.ofSeconds(3));
      crew.add(Role.HALTING, 1, folder, doomed);
      crew.add(Role.EXHAUSTED, 1, folder, doomed);
      follow(server, crew, orders, progress);
      Map<String, Integer> exitCodes = crew.stop();
      PoisonEvidence seen;
      try (Connection connection = server.connect()) {
        seen =
            PoisonEvidenceReader.read(
                connection, orders, HistoryFolder.read(folder.histories()), exitCodes);
      }
      Verdict verdict = PoisonJudge.decide(seen, minimums());
      return new ScoreCard(
          "poison",
          seed,
          Map.of("tasks", Integer.toString(poison), "rare", Integer.toString(rare)),
          began,
          Instant.now(),
          verdict,
          Map.of(),
          FalsifiedPoison.trial(seen, corruptions, seed));
    }
  }

  private void enqueue(HarnessServer server, Map<UUID, PoisonOrder> orders) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(server.user());
    config.setMaximumPoolSize(1);
    List<PoisonOrder> all = PoisonOrder.all(poison, rare, seed);
    try (HikariDataSource pool = new HikariDataSource(config);
        JooqBroker broker = JooqBroker.builder(pool).build()) {
      for (int from = 0; from < all.size(); from += BATCH) {
        List<PoisonOrder> batch = all.subList(from, Math.min(from + BATCH, all.size()));
        List<Enqueued> enqueued = broker.enqueueAll(batch.stream().map(PoisonOrder::task).toList());
        for (int i = 0; i < batch.size(); i++) {
          orders.put(enqueued.get(i).id(), batch.get(i));
        }
      }
    }
  }

  /** Until all has ended that should, or nothing more does: then the judge says what is missing. */
  private static void follow(
      HarnessServer server, Crew crew, Map<UUID, PoisonOrder> orders, Progress progress)
      throws Exception {
    long all = orders.values().stream().filter(order -> order.kind() != PoisonKind.UNKNOWN).count();
    long done = 0;
    long changedAt = System.nanoTime();
    while (done < all && System.nanoTime() - changedAt < PATIENCE.toNanos()) {
      crew.replaceTheDead();
      long now = server.number(ENDED);
      if (now != done) {
        changedAt = System.nanoTime();
      }
      done = now;
      progress.at(Math.min(done, all), all);
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }

  /**
   * All of each kind, and handlers that ran: for every other task at least. Some are taken along
   * when their process ends, or wait for longer than their lease; so may be the only one of a kind.
   */
  private Map<String, Long> minimums() {
    Map<String, Long> minimums = new TreeMap<>();
    PoisonOrder.counts(poison, rare)
        .forEach(
            (kind, count) -> {
              minimums.put("tasks of the kind " + kind.word(), (long) count);
              if (kind.isPoison()) {
                minimums.put(PoisonJudge.ran(kind), count / 2L);
              }
            });
    minimums.put(PoisonJudge.HALTS, (long) rare);
    minimums.put(PoisonJudge.STUCK, rare / (2L * CONCURRENCY));
    minimums.put(PoisonJudge.UNKNOWN, 1L);
    return minimums;
  }
}
