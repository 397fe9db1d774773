package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

  @Test
  void unitsAgree() {
    assertThat(Rate.perHour(7_200)).isEqualTo(Rate.perSecond(2));
    assertThat(Rate.perDay(86_400)).isEqualTo(Rate.perSecond(1));
    assertThat(Rate.of(30, Duration.ofMinutes(1))).isEqualTo(Rate.perSecond(0.5));
    assertThat(Rate.perSecond(2).in(Duration.ofMinutes(1))).isEqualTo(120);
  }

  @Test
  void zeroIsARate() {
    assertThat(Rate.perHour(0)).isEqualTo(Rate.ZERO);
    assertThat(Rate.perSecond(-0.0)).isEqualTo(Rate.ZERO);
    assertThat(Rate.ZERO.isZero()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -1,
        -Double.MIN_VALUE,
        1_000_000_001,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void whatIsNoRateIsRefused(double perSecond) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.perSecond(perSecond))
        .withMessage("rate must be 0..1000000000 per second, was " + perSecond + " per second");
  }

  @Test
  void spanIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.of(1, Duration.ZERO))
        .withMessageContaining("span must be above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.of(-1, Duration.ofSeconds(1)))
        .withMessageContaining("was -1.0 per second");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.ZERO.in(Duration.ofSeconds(-1)))
        .withMessageContaining("span must be PT0S..");
  }

  @Test
  void printsInPlainDigits() {
    assertThat(Rate.perHour(100)).hasToString("0.0277778/s");
    assertThat(Rate.perSecond(1e9)).hasToString("1000000000/s");
  }
}
