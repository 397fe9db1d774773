package io.celers.broker.examples.reliability.fencing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.fencing.HolderVerb.Hands;
import io.celers.broker.examples.reliability.fencing.Race.Course;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.scenario.Progress;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.jooq.JooqBroker;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Two or three holders of one task, of whom one at most holds it, set out at the same moment. Every
 * verb meets every other, and heartbeats of a worker meet those who took its tasks.
 *
 * @param races in all, one in ten of them with a worker
 * @param corruptions pieces of wrong evidence of each kind that the judge is tried on
 */
public record FencingRaces(int races, int corruptions, long seed) implements Scenario {

  private static final int TRACKS = 2;
  private static final int CONNECTIONS = 8;
  private static final int WITH_A_WORKER = 10;

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Random random = new Random(seed);
    List<RaceSeen> seen;
    try (HarnessServer server = HarnessServer.start()) {
      List<RaceRun> runs = Collections.synchronizedList(new ArrayList<>());
      try (HikariDataSource pool = pool(server)) {
        Hands hands =
            new Hands(JooqBroker.builder(pool).build(), DSL.using(pool, SQLDialect.POSTGRES));
        withWorker(server, hands, random, runs, progress);
        byHand(hands, random, runs, progress);
        hands.broker().close();
      }
      seen = RaceReader.read(server, folder, runs);
    }
    Files.write(
        folder.histories().resolve("races.log"), seen.stream().map(RaceSeen::toString).toList());
    Verdict verdict = RaceJudge.decide(seen, minimums());
    return new ScoreCard(
        "fencing",
        seed,
        Map.of("races", Integer.toString(races)),
        began,
        Instant.now(),
        verdict,
        Map.of(),
        FalsifiedRaces.trial(seen, corruptions, seed));
  }

  private static HikariDataSource pool(HarnessServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(server.user());
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private void withWorker(
      HarnessServer server, Hands hands, Random random, List<RaceRun> runs, Progress progress)
      throws Exception {
    try (WorkerTrack track = new WorkerTrack(hands, server, random)) {
      while (runs.size() < races / WITH_A_WORKER) {
        runs.addAll(track.round());
        progress.at(runs.size(), races);
      }
    }
  }

  private void byHand(Hands hands, Random random, List<RaceRun> runs, Progress progress)
      throws Exception {
    List<Race> all = Race.all(races - runs.size(), random);
    ExecutorService tracks = Executors.newFixedThreadPool(TRACKS);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < TRACKS; i++) {
      List<Race> share = all.subList(all.size() * i / TRACKS, all.size() * (i + 1) / TRACKS);
      String queue = "raced-" + i;
      ends.add(
          tracks.submit(
              () -> {
                try (RaceTrack track = new RaceTrack(hands, queue)) {
                  for (Race race : share) {
                    runs.add(track.run(race));
                    progress.at(Math.min(runs.size(), races), races);
                  }
                }
                return null;
              }));
    }
    try {
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      tracks.shutdownNow();
    }
  }

  /** A fair share each; who wins a claim is up to chance. */
  private Map<String, Long> minimums() {
    Map<String, Long> minimums = new TreeMap<>();
    minimums.put("fencing races", (long) races);
    for (Course course : Course.values()) {
      minimums.put(RaceJudge.races(course), races / 20L);
    }
    for (HolderVerb verb : HolderVerb.callable()) {
      minimums.put(RaceJudge.refused(verb), races / 50L);
    }
    // on a busy machine the acks of the worker are mostly quicker
    minimums.put(RaceJudge.refused(HolderVerb.HEARTBEAT), races / 200L);
    minimums.put(RaceJudge.ACCEPTED, races / 100L);
    minimums.put(RaceJudge.REPEATED, races / 20L);
    minimums.put(RaceJudge.BEFORE, races / 20L);
    minimums.put(RaceJudge.AFTER, races / 20L);
    return minimums;
  }
}
