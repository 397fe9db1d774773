package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QueueVelocityTest {

  @Test
  void growingQueueReachesItsLimit() {
    QueueVelocity velocity = velocity(100, 80, 1_000, OptionalLong.of(73_000));

    assertThat(velocity.trend())
        .isEqualTo(new Trend.Growing(Rate.perSecond(20), Optional.of(Duration.ofHours(1))));
    assertThat(velocity.finding().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(velocity(100, 80, 1_000, OptionalLong.of(73_020)).finding().severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void growingQueueWithoutLimitIsAWarning() {
    QueueVelocity velocity = new QueueVelocity(Rate.perSecond(100), Rate.perSecond(80), 1_000);

    assertThat(velocity.trend()).isEqualTo(new Trend.Growing(Rate.perSecond(20), Optional.empty()));
    assertThat(velocity.finding().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void limitThatIsReachedIsFullNow() {
    assertThat(velocity(2, 1, 11, OptionalLong.of(10)).trend())
        .isEqualTo(new Trend.Growing(Rate.perSecond(1), Optional.of(Duration.ZERO)));
  }

  @Test
  void shrinkingQueueDrains() {
    QueueVelocity velocity = velocity(80, 100, 1_000, OptionalLong.empty());

    assertThat(velocity.trend())
        .isEqualTo(new Trend.Shrinking(Rate.perSecond(20), Optional.of(Duration.ofSeconds(50))));
    assertThat(velocity.finding().severity()).isEqualTo(Severity.OK);
  }

  @Test
  void emptyQueueIsDrainedAtOnce() {
    assertThat(velocity(0, 1, 0, OptionalLong.empty()).trend())
        .isEqualTo(new Trend.Shrinking(Rate.perSecond(1), Optional.of(Duration.ZERO)));
  }

  @Test
  void differenceOfAHundredthIsNoise() {
    assertThat(velocity(100, 99, 5, OptionalLong.empty()).trend()).isEqualTo(new Trend.Steady());
    assertThat(velocity(0, 0, 5, OptionalLong.empty()).trend()).isEqualTo(new Trend.Steady());
    assertThat(velocity(100, 98.9, 5, OptionalLong.empty()).trend())
        .isInstanceOf(Trend.Growing.class);
  }

  @Test
  void drainOfMoreThanTenYearsIsNone() {
    assertThat(velocity(0, 1, Long.MAX_VALUE, OptionalLong.empty()).trend())
        .isEqualTo(new Trend.Shrinking(Rate.perSecond(1), Optional.empty()));
  }

  @Test
  void negativeFiguresAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> velocity(1, 1, -1, OptionalLong.empty()))
        .withMessage("depth must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> velocity(1, 1, 0, OptionalLong.of(-1)))
        .withMessage("limit must be at least 0, was -1");
  }

  private static QueueVelocity velocity(double in, double out, long depth, OptionalLong limit) {
    return new QueueVelocity(Rate.perSecond(in), Rate.perSecond(out), depth, limit);
  }
}
