package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {

  @Test
  void lagIsTheBacklogByTheRate() {
    ConsumerLag lag = new ConsumerLag(1_000, 50, Rate.perHour(100));

    assertThat(lag.lag()).contains(Duration.ofMinutes(630));
    assertThat(lag.advice()).isEqualTo(new LagAdvice.AddCapacity(126));
    assertThat(lag.finding().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(lag.finding().evidence())
        .contains(new Evidence("lag", BigDecimal.valueOf(37_800), Unit.SECONDS));
    assertThat(lag.finding().recommendation()).startsWith("Finish tasks 126 times as fast");
  }

  @Test
  void emptyQueueIsIdleAtAnyRate() {
    ConsumerLag lag = new ConsumerLag(0, 0, Rate.ZERO);

    assertThat(lag.lag()).contains(Duration.ZERO);
    assertThat(lag.advice()).isEqualTo(new LagAdvice.Idle());
    assertThat(lag.finding().severity()).isEqualTo(Severity.OK);
  }

  @Test
  void targetItselfIsGoodEnough() {
    assertThat(new ConsumerLag(300, 0, Rate.perSecond(1)).advice())
        .isEqualTo(new LagAdvice.KeepPace());
    assertThat(new ConsumerLag(600, 0, Rate.perSecond(1)).advice())
        .isEqualTo(new LagAdvice.AddCapacity(2));
  }

  @Test
  void aboveTwelveTargetsItIsCritical() {
    assertThat(new ConsumerLag(3_600, 0, Rate.perSecond(1)).finding().severity())
        .isEqualTo(Severity.WARNING);
    assertThat(new ConsumerLag(3_601, 0, Rate.perSecond(1)).finding().severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void whereNothingFinishesItMattersWhetherAnythingRuns() {
    assertThat(new ConsumerLag(1, 0, Rate.ZERO).lag()).isEmpty();
    assertThat(new ConsumerLag(1, 0, Rate.ZERO).advice()).isEqualTo(new LagAdvice.StartWorkers());
    assertThat(new ConsumerLag(0, 1, Rate.ZERO).advice())
        .isEqualTo(new LagAdvice.LookIntoHandlers());
    assertThat(new ConsumerLag(1, 0, Rate.ZERO).finding().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void lagOfMoreThanTenYearsIsNone() {
    assertThat(new ConsumerLag(Long.MAX_VALUE, Long.MAX_VALUE, Rate.perSecond(1)).lag()).isEmpty();
    assertThat(new ConsumerLag(1, 0, Rate.perSecond(Double.MIN_VALUE)).lag()).isEmpty();
    assertThat(new ConsumerLag(1, 0, Rate.perSecond(Double.MIN_VALUE)).advice())
        .isEqualTo(new LagAdvice.AddCapacity(1e9));
    assertThat(new ConsumerLag(1, 0, Rate.perSecond(Double.MIN_VALUE)).finding().severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void negativeFiguresAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConsumerLag(-1, 0, Rate.ZERO))
        .withMessage("pending must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConsumerLag(0, -2, Rate.ZERO))
        .withMessage("processing must be at least 0, was -2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConsumerLag(0, 0, Rate.ZERO, Duration.ZERO))
        .withMessageContaining("target must be above zero");
  }
}
