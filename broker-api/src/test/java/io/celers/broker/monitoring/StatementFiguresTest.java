package io.celers.broker.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatementFiguresTest {

  @Test
  void p99IsBoundedByMeanAndDeviation() {
    assertThat(figures(10, 2, 1_000).p99AtMost())
        .isBetween(Duration.ofNanos(29_899_000), Duration.ofNanos(29_900_000)); // 10 + 9.95 * 2
  }

  @Test
  void p99IsNeverAboveTheMaximum() {
    assertThat(figures(10, 2, 12).p99AtMost()).isEqualTo(Duration.ofMillis(12));
    assertThat(figures(10, 0, 10).p99AtMost()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void rowsAndBlocksAreMeansOfACall() {
    StatementFigures figures = figures(10, 2, 12);

    assertThat(figures.rowsPerCall()).isEqualTo(2.5);
    assertThat(figures.blocksPerCall()).isEqualTo(5);
    assertThat(figures.totalSeconds()).isEqualTo(0.04);
  }

  private static StatementFigures figures(int mean, int deviation, int maximum) {
    return new StatementFigures(
        "select",
        4,
        Duration.ofMillis(mean),
        Duration.ofMillis(deviation),
        Duration.ofMillis(maximum),
        10,
        15,
        5);
  }
}
