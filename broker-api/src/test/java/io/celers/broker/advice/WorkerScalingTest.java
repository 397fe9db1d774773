package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.advice.WorkerScaling.Direction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerScalingTest {

  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  @Test
  void concurrencyIsRateTimesRunTime() {
    WorkerScaling steady = new WorkerScaling(0, 10, FIVE_SECONDS, Rate.perSecond(100));
    WorkerScaling behind = new WorkerScaling(1_200, 10, FIVE_SECONDS, Rate.perSecond(100));

    assertThat(steady.needed()).isEqualTo(625);
    assertThat(behind.needed()).as("and 2 a second more for ten minutes").isEqualTo(638);
    assertThat(behind.direction()).isEqualTo(Direction.UP);
    assertThat(behind.finding().remedies())
        .containsExactly(new Remedy.Setting("concurrency of all workers together", 638));
  }

  @Test
  void wholeNumbersAreNotRoundedUp() {
    assertThat(new WorkerScaling(0, 1, Duration.ofMillis(100), Rate.perSecond(8)).needed())
        .isEqualTo(1);
    assertThat(new WorkerScaling(0, 1, Duration.ofMillis(100), Rate.perSecond(8.01)).needed())
        .isEqualTo(2);
  }

  @Test
  void whatRunsIsHeldUntilItIsFarTooMuch() {
    Rate target = Rate.perSecond(8); // needs 7 for 700 ms

    assertThat(scaling(7, target).direction()).isEqualTo(Direction.HOLD);
    assertThat(scaling(10, target).direction()).isEqualTo(Direction.HOLD);
    assertThat(scaling(11, target).direction()).isEqualTo(Direction.DOWN);
    assertThat(scaling(6, target).direction()).isEqualTo(Direction.UP);
    assertThat(scaling(7, target).finding().remedies()).isEmpty();
  }

  @Test
  void nothingToDoNeedsNobody() {
    assertThat(new WorkerScaling(0, 0, FIVE_SECONDS, Rate.ZERO).needed()).isZero();
    assertThat(new WorkerScaling(0, 0, FIVE_SECONDS, Rate.ZERO).direction())
        .isEqualTo(Direction.HOLD);
    assertThat(new WorkerScaling(0, 5, FIVE_SECONDS, Rate.ZERO).direction())
        .isEqualTo(Direction.DOWN);
  }

  @Test
  void oneWorkerIsTheLeastForAnyWork() {
    assertThat(new WorkerScaling(1, 0, Duration.ZERO, Rate.ZERO).needed()).isEqualTo(1);
    assertThat(new WorkerScaling(1, 0, Duration.ZERO, Rate.ZERO).finding().severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void largestFiguresDoNotOverflow() {
    WorkerScaling huge =
        new WorkerScaling(
            Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(3_652), Rate.perSecond(1e9));

    assertThat(huge.needed()).isEqualTo(Long.MAX_VALUE);
    assertThat(huge.direction()).isEqualTo(Direction.HOLD);
  }

  @Test
  void figuresOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerScaling(-1, 0, FIVE_SECONDS, Rate.ZERO))
        .withMessage("pending must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerScaling(0, -1, FIVE_SECONDS, Rate.ZERO))
        .withMessage("workers must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerScaling(0, 0, Duration.ofSeconds(-1), Rate.ZERO))
        .withMessage("meanRunTime must be PT0S..PT87648H, was PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerScaling(0, 0, Duration.ofSeconds(Long.MAX_VALUE), Rate.ZERO))
        .withMessageStartingWith("meanRunTime must be PT0S..PT87648H");
  }

  private static WorkerScaling scaling(long workers, Rate target) {
    return new WorkerScaling(0, workers, Duration.ofMillis(700), target);
  }
}
