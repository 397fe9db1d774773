package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CacheHitsTest {

  @Test
  void severityFollowsTheRatio() {
    assertThat(severity(990_000, 10_000)).isEqualTo(Severity.OK);
    assertThat(severity(989_999, 10_001)).isEqualTo(Severity.INFO);
    assertThat(severity(900_000, 100_000)).isEqualTo(Severity.INFO);
    assertThat(severity(899_999, 100_001)).isEqualTo(Severity.WARNING);
    assertThat(severity(0, Long.MAX_VALUE)).isEqualTo(Severity.WARNING);
  }

  @Test
  void fewBlocksAreNoMeasurement() {
    assertThat(new CacheHits(0, 99_999).finding().recommendation()).startsWith("Not measured: ");
    assertThat(severity(0, 100_000)).isEqualTo(Severity.WARNING);
    assertThat(new CacheHits(0, 0).ratio()).isEqualTo(1);
  }

  @Test
  void negativeFiguresAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheHits(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new CacheHits(0, -1));
  }

  private static Severity severity(long hit, long read) {
    return new CacheHits(hit, read).finding().severity();
  }
}
