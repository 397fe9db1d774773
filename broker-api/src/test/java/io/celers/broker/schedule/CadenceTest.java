package io.celers.broker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cadence may be. */
class CadenceTest {

  @Test
  void blanksBetweenFieldsDoNotCount() {
    assertThat(Cadence.cron("  0\t3  * * MON ", ZoneOffset.UTC))
        .isEqualTo(Cadence.cron("0 3 * * MON", ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * * *",
        "@daily",
        "0 0 * * ?",
        "* * * * *||0 0 * * *",
        "ü * * * *"
      })
  void whatIsNoFiveOrSixFieldsIsRefused(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cadence.cron(expression, ZoneOffset.UTC))
        .withMessageContaining("five or six fields")
        .withMessageContaining(expression);
  }

  @Test
  void expressionThatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cadence.cron("* * * * " + "1,".repeat(200) + "1", ZoneOffset.UTC))
        .withMessageContaining("255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT1H", "PT0.999S", "PT1.0005S", "P4000D"})
  void intervalOutsideTheRangeIsRefused(String interval) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cadence.every(Duration.parse(interval)))
        .withMessageContaining("interval");
  }
}
