package io.celers.broker.examples.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.commits.CommitCuts;
import io.celers.broker.examples.reliability.fencing.FencingRaces;
import io.celers.broker.examples.reliability.halfopen.HalfOpen;
import io.celers.broker.examples.reliability.poison.Poison;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.scenario.CrashAndTerminate;
import io.celers.broker.examples.reliability.scenario.DrainUnderLoad;
import io.celers.broker.examples.reliability.scenario.KillAndPause;
import io.celers.broker.examples.reliability.scenario.Progress;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.scenario.SchedulesTick;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every scenario in small: real processes and servers, killed and paused, and a verdict. Side by
 * side, since they mostly wait: each has a server and a folder of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReliabilityIT {

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledWhileWorkersAreKilledAndPaused() throws Exception {
    ScoreCard card = run(new KillAndPause(600, 100, 3, 2, 2, 0, 1, 7));

    assertThat(card.verdict().counts()).containsEntry(Counts.KILLS, 2L);
    assertThat(card.trial().kinds())
        .as("kinds of wrong evidence that a real run can be turned into")
        .isGreaterThanOrEqualTo(25);
  }

  @Test
  void workGoesOnByItselfWhereTheServerCrashesAndEndsSessions() throws Exception {
    ScoreCard card = run(new CrashAndTerminate(150, 150, 2, 4, 12, 2, 1, 7));

    assertThat(card.verdict().counts())
        .containsEntry(Counts.of(ServerHarm.POSTMASTER_KILL), 1L)
        .containsEntry(Counts.of(ServerHarm.BACKEND_KILL), 1L)
        .containsEntry(Counts.of(ServerHarm.RESTART), 1L)
        .containsEntry(Counts.of(ServerHarm.IMMEDIATE_STOP), 1L);
    assertThat(card.figures()).containsKey("first claim after the server is back");
  }

  @Test
  void eachTickHappensOnceWhileSchedulersAreKilled() throws Exception {
    ScoreCard card = run(new SchedulesTick(Duration.ofSeconds(4), 1, 0, 1, 7));

    assertThat(card.verdict().counts().get(Counts.TICKS)).isGreaterThanOrEqualTo(4);
  }

  @Test
  void prefetchedTasksGoBackWhenAWorkerIsToldToStop() throws Exception {
    ScoreCard card = run(new DrainUnderLoad(1, 100, 1, 7));

    assertThat(card.figures()).containsKey("drains");
  }

  @Test
  void verbsAreCutBeforeAndAfterTheirCommits() throws Exception {
    ScoreCard card = run(new CommitCuts(16, 1, 2, 7));

    assertThat(card.verdict().counts())
        .containsEntry("commit cuts before", 16L)
        .containsEntry("commit cuts after", 16L)
        .containsKey("told: ConnectionLostException");
  }

  @Test
  void workerGoesOnWhileItsConnectionsGoIntoBlackHoles() throws Exception {
    ScoreCard card = run(new HalfOpen(4, 7));

    assertThat(card.figures()).containsKey("connection given up after");
  }

  @Test
  void poisonEndsInTheDeadLettersAndTakesNothingAlong() throws Exception {
    ScoreCard card = run(new Poison(100, 1, 1, 7));

    assertThat(card.verdict().counts())
        .containsEntry("poison tasks in the dead letters", 100L)
        .containsEntry("unknown names reported", 2L);
    assertThat(card.trial().kinds()).isGreaterThanOrEqualTo(25);
  }

  @Test
  void staleHoldersAreRefusedWhoeverComesFirst() throws Exception {
    ScoreCard card = run(new FencingRaces(300, 2, 7));

    assertThat(card.verdict().counts())
        .containsEntry("fencing races", 300L)
        .containsEntry("stale verbs accepted", 0L);
    assertThat(card.trial().kinds()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void unknownScenarioIsExplained() {
    StringWriter text = new StringWriter();

    int code = Reliability.commandLine().setErr(new PrintWriter(text)).execute("no-such");

    assertThat(code).isEqualTo(2);
    assertThat(text.toString()).contains("no-such");
  }

  private ScoreCard run(Scenario scenario) throws Exception {
    RunFolder run = new RunFolder(folder);
    ScoreCard card = scenario.run(run, Progress.NONE);
    assertThat(card.passed()).as("%s", card).isTrue();
    assertThat(run.histories()).isNotEmptyDirectory();
    return card;
  }
}
