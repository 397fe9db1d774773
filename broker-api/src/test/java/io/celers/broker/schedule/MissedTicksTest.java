package io.celers.broker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies and their text form. */
class MissedTicksTest {

  @Test
  void textFormIsReadAgain() {
    assertThat(MissedTicks.parse("skip PT1M")).isEqualTo(MissedTicks.skip());
    assertThat(MissedTicks.parse("one")).isEqualTo(MissedTicks.one());
    assertThat(MissedTicks.parse("all 7")).isEqualTo(MissedTicks.all(7));
    assertThat(MissedTicks.skip(Duration.ofMillis(90_500))).hasToString("skip PT1M30.5S");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "none", "skip", "skip 5", "skip PT0S", "all", "all x", "all 0", "all 101"})
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MissedTicks.parse(text));
  }
}
