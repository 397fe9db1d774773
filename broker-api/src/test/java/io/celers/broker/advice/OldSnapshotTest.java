package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OldSnapshotTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration VERY_LONG = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofNanos(1);

  @Test
  void severityRisesWithAge() {
    assertThat(after(Duration.ZERO).severity()).isEqualTo(Severity.OK);
    assertThat(after(LONG.minus(MOMENT)).severity()).isEqualTo(Severity.OK);
    assertThat(after(LONG).severity()).isEqualTo(Severity.WARNING);
    assertThat(after(VERY_LONG.minus(MOMENT)).severity()).isEqualTo(Severity.WARNING);
    assertThat(after(VERY_LONG).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void holderIsNamedAndCanBeEnded() {
    Finding finding = after(LONG);

    assertThat(finding.subject()).isEqualTo("psql (role ann)");
    assertThat(finding.evidence())
        .extracting(Evidence::toString)
        .containsExactly("pid = 42", "held = 300 s", "since its last query = 7 s");
    assertThat(finding.remedies())
        .containsExactly(new Remedy.Sql("SELECT pg_terminate_backend(42)"));
    assertThat(after(Duration.ZERO).remedies()).isEmpty();
  }

  @Test
  void negativeTimesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> after(Duration.ofSeconds(-1)))
        .withMessageContaining("was PT-1S");
  }

  private static Finding after(Duration held) {
    return new OldSnapshot(
            "psql (role ann)", OptionalInt.of(42), held, Optional.of(Duration.ofSeconds(7)))
        .finding();
  }
}
