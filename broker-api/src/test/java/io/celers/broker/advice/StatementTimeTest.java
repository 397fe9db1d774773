package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatementTimeTest {

  private static final Duration LONG = Duration.ofMillis(100);
  private static final Duration MOMENT = Duration.ofNanos(1);

  @Test
  void severityFollowsTheMean() {
    assertThat(of(Duration.ZERO).severity()).isEqualTo(Severity.OK);
    assertThat(of(LONG.minus(MOMENT)).severity()).isEqualTo(Severity.OK);
    assertThat(of(LONG).severity()).isEqualTo(Severity.INFO);
    assertThat(of(Duration.ofSeconds(1).minus(MOMENT)).severity()).isEqualTo(Severity.INFO);
    assertThat(of(Duration.ofSeconds(1)).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void evidenceIsWhatWasMeasured() {
    assertThat(of(LONG).subject()).isEqualTo("select 1");
    assertThat(of(LONG).evidence())
        .extracting(Evidence::toString)
        .containsExactly(
            "calls = 7",
            "mean = 0.1 s",
            "99 of 100 at most = 2 s",
            "rows per call = 1.5 rows",
            "blocks per call = 8 blocks");
  }

  @Test
  void figuresThatCannotBeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatementTime("", 0, LONG, LONG, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatementTime("", 1, LONG, LONG, Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatementTime("", 1, LONG, LONG, 1, Double.POSITIVE_INFINITY));
  }

  private static Finding of(Duration mean) {
    return new StatementTime("select 1", 7, mean, Duration.ofSeconds(2), 1.5, 8).finding();
  }
}
