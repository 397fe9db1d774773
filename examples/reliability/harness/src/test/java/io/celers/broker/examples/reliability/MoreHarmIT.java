package io.celers.broker.examples.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.scenario.FullDisk;
import io.celers.broker.examples.reliability.scenario.Mixed;
import io.celers.broker.examples.reliability.scenario.PoolsUsedUp;
import io.celers.broker.examples.reliability.scenario.Progress;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.scenario.SnapshotHeld;
import io.celers.broker.examples.reliability.server.SmallDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** More scenarios in small: what is used up, what is held back, and everything at once. */
@Execution(ExecutionMode.CONCURRENT)
class MoreHarmIT {

  @TempDir Path folder;

  @Test
  void nothingIsLostWhileTheDiskIsFull() throws Exception {
    assumeThat(SmallDisk.obstacle()).as("why no small file system can be mounted").isEmpty();

    ScoreCard card = run(new FullDisk(200, 100, 1, 2, 1, 7));

    assertThat(card.verdict().counts()).containsEntry(Counts.of(ServerHarm.FULL_DISK), 2L);
  }

  @Test
  void leasesAreKeptAndProducersToldWhilePoolsAreUsedUp() throws Exception {
    ScoreCard card = run(new PoolsUsedUp(50, 40, 1, 1, 7));

    assertThat(card.verdict().counts()).containsKey(Counts.HELD_LONG);
  }

  @Test
  void claimsGoOnWhileNothingDeadCanBeRemoved() throws Exception {
    ScoreCard card = run(new SnapshotHeld(300, 300, 1, 1, 7));

    assertThat(card.figures()).containsKey("first claim, of the last fifth");
  }

  @Test
  void everythingAtOnceLosesNothing() throws Exception {
    ScoreCard card = run(new Mixed(200, 60, 2, 1, 1, 7));

    assertThat(card.verdict().counts()).containsEntry(Counts.KILLS, 1L);
  }

  private ScoreCard run(Scenario scenario) throws Exception {
    ScoreCard card = scenario.run(new RunFolder(folder), Progress.NONE);
    assertThat(card.passed()).as("%s", card).isTrue();
    return card;
  }
}
