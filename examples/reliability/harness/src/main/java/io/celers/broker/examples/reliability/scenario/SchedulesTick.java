package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.nemesis.Fault;
import io.celers.broker.examples.reliability.nemesis.Kill;
import io.celers.broker.examples.reliability.nemesis.Nemesis;
import io.celers.broker.examples.reliability.nemesis.Pause;
import io.celers.broker.examples.reliability.process.Arguments;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.process.Role;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Three processes let one schedule tick every second, and are killed and paused, at times all of
 * them.
 *
 * @param during how long
 * @param corruptions pieces of wrong evidence of each kind that the checker is tried on
 */
public record SchedulesTick(Duration during, int kills, int pauses, int corruptions, long seed)
    implements Scenario {

  private static final int PROCESSES = 3;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String TICKS = "select count(*) from celers.celers_tasks";

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    try (HarnessServer server = HarnessServer.start()) {
      Arguments arguments = Arguments.none().with("url", server.url()).with("user", server.user());
      try (Fleet fleet = new Fleet(Role.SCHEDULER, PROCESSES, folder.histories(), arguments)) {
        harm(server, folder, fleet, progress);
      }
      Map<String, Long> minimums =
          Map.of(
              Counts.TICKS, during.toSeconds(),
              Counts.KILLS, (long) kills,
              Counts.PAUSES, (long) pauses);
      Decision decision = Decision.of(server, folder, minimums, corruptions, seed);
      return new ScoreCard(
          "schedules",
          seed,
          Map.of("during", during.toString()),
          began,
          Instant.now(),
          decision.verdict(),
          decision.figures(),
          decision.trial());
    }
  }

  private void harm(HarnessServer server, RunFolder folder, Fleet fleet, Progress progress)
      throws Exception {
    Recorder recorder = Recorder.begin(folder.histories(), "nemesis", "nemesis");
    Rest.await(server, TICKS, ticks -> ticks > 0, PATIENCE);
    List<Fault> faults = new ArrayList<>(Collections.nCopies(kills, new Kill()));
    faults.addAll(Collections.nCopies(pauses, new Pause(SHORTEST_PAUSE)));
    long seconds = during.toSeconds();
    RunTarget target = new RunTarget(server, TICKS, seconds, any -> true);
    try (Nemesis nemesis = new Nemesis(fleet, target, 0, faults, seed, recorder)) {
      target.follow(fleet, progress, PATIENCE);
      nemesis.end();
    }
    // whatever was missed meanwhile is made up for by the next tick
    long last = server.number(TICKS);
    Rest.await(server, TICKS, ticks -> ticks > last + 2, PATIENCE);
    fleet.stop();
    recorder.close();
  }
}
