package io.celers.broker.examples.reliability.halfopen;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.proxy.Link;
import io.celers.broker.examples.reliability.proxy.PostgresProxy;
import io.celers.broker.examples.reliability.report.Percentiles;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.scenario.Progress;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A worker and a producer go on while one of their connections after the other goes into a black
 * hole: nothing comes through any more, and neither side is told.
 *
 * @param blackHoles connections that do so, and on which somebody then waits for an answer
 */
public record HalfOpen(int blackHoles, long seed) implements Scenario {

  /** As a server with short keep-alive settings. */
  private static final Duration SERVER_NOTICES_AFTER = Duration.ofSeconds(2);

  private static final Duration BETWEEN = Duration.ofMillis(700);
  private static final String LEFT =
      "select count(*) from celers.celers_tasks where state in ('pending', 'processing')";

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    HalfOpenEvidence seen;
    try (HarnessServer server = HarnessServer.start();
        PostgresProxy proxy = PostgresProxy.before(server.port(), SERVER_NOTICES_AFTER)) {
      try (Services services = new Services(server.urlBy(proxy.port()), server.user())) {
        services.awaitOrders();
        List<Link> harmed = harm(proxy, progress);
        services.stopOrders();
        awaitEnd(server);
        List<Duration> recoveries = recoveries(harmed);
        Files.write(
            folder.histories().resolve("recoveries.log"),
            recoveries.stream().map(Duration::toString).toList());
        seen =
            HalfOpenEvidence.read(
                server, services.plain(), services.effects(), harmed.size(), recoveries);
      }
    }
    Verdict verdict = HalfOpenJudge.decide(seen, blackHoles);
    return new ScoreCard(
        "half-open",
        seed,
        Map.of("blackHoles", Integer.toString(blackHoles)),
        began,
        Instant.now(),
        verdict,
        figures(seen),
        HalfOpenJudge.trial(seen));
  }

  /**
   * All of them; fewer if nobody waits on any more of them, since worker and producer are at a
   * standstill: then the judge says that too little happened.
   */
  private List<Link> harm(PostgresProxy proxy, Progress progress) throws InterruptedException {
    Random random = new Random(seed);
    List<Link> harmed = new ArrayList<>();
    long missed = 0;
    long missedAt = System.nanoTime();
    while (missed < blackHoles
        && System.nanoTime() - missedAt < HalfOpenJudge.LONGEST_WAIT.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
      List<Link> well = proxy.links().stream().filter(Link::isWell).toList();
      if (!well.isEmpty()) {
        Link link = well.get(random.nextInt(well.size()));
        link.blackHole();
        harmed.add(link);
      }
      if (missed(harmed) > missed) {
        missed = missed(harmed);
        missedAt = System.nanoTime();
        progress.at(Math.min(missed, blackHoles), blackHoles);
      }
    }
    return harmed;
  }

  private static long missed(List<Link> harmed) {
    return harmed.stream().filter(link -> link.unansweredSince() != 0).count();
  }

  /**
   * How long each client waited for an answer that could not come. Nobody waits on an idle
   * connection that the pool did not happen to hand out again.
   */
  private static List<Duration> recoveries(List<Link> harmed) throws InterruptedException {
    List<Duration> recoveries = new ArrayList<>();
    for (Link link : harmed) {
      if (link.unansweredSince() != 0) {
        recoveries.add(Duration.ofNanos(givenUpAt(link) - link.unansweredSince()));
      }
    }
    return recoveries;
  }

  /** Or now, if the client still has not and should have. */
  private static long givenUpAt(Link link) throws InterruptedException {
    long waited = System.nanoTime() - link.unansweredSince();
    try {
      return link.thrownAway()
          .get(HalfOpenJudge.LONGEST_WAIT.toNanos() - waited, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return System.nanoTime();
    }
  }

  private static void awaitEnd(HarnessServer server) throws Exception {
    long begin = System.nanoTime();
    while (server.number(LEFT) > 0
        && System.nanoTime() - begin < 2 * HalfOpenJudge.LONGEST_WAIT.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static Map<String, String> figures(HalfOpenEvidence seen) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("connection given up after", Percentiles.ofMicros(micros(seen.recoveries())));
    figures.put("task done after", Percentiles.ofMicros(micros(seen.waits())));
    return figures;
  }

  private static List<Long> micros(List<Duration> times) {
    return times.stream().map(time -> time.toNanos() / 1_000).toList();
  }
}
