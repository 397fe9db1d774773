package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSizeTest {

  private static final Duration QUERY = Duration.ofMillis(50);

  @Test
  void busyConnectionsAreRateTimesQueryTime() {
    PoolSize size = new PoolSize(10, 5, QUERY, Rate.perSecond(20));

    assertThat(size.busy()).isEqualTo(5);
    assertThat(size.minimum()).as("ceil(5 * 1.25) + 1").isEqualTo(8);
    assertThat(size.maximum()).isEqualTo(11);
    assertThat(size.finding().remedies())
        .containsExactly(
            new Remedy.Setting("minimumIdle", 8), new Remedy.Setting("maximumPoolSize", 11));
  }

  @Test
  void runTimeGivesTheRateOfBusyWorkers() {
    assertThat(PoolSize.ofBusyWorkers(10, 5, QUERY, Duration.ofMillis(500)))
        .isEqualTo(new PoolSize(10, 5, QUERY, Rate.perSecond(20)));
  }

  @Test
  void workerUsesOneConnectionAtMost() {
    PoolSize size = PoolSize.ofBusyWorkers(10, 5, QUERY, Duration.ofMillis(100));

    assertThat(size.busy()).isEqualTo(10);
    assertThat(size.minimum()).isEqualTo(11);
    assertThat(size.maximum()).isEqualTo(11);
  }

  @Test
  void idleWorkersNeedOneConnectionForTheBroker() {
    assertThat(new PoolSize(1, 0, Duration.ZERO, Rate.ZERO).minimum()).isEqualTo(1);
    assertThat(new PoolSize(Integer.MAX_VALUE, 0, Duration.ZERO, Rate.ZERO).maximum())
        .isEqualTo(2_147_483_648L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void queriesThatAreNoNumberAreRefused(double queries) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoolSize(1, queries, QUERY, Rate.ZERO))
        .withMessage("queriesPerTask must be finite and at least 0, was " + queries);
  }

  @Test
  void figuresOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoolSize(0, 1, QUERY, Rate.ZERO))
        .withMessage("workers must be at least 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoolSize(1, 1, Duration.ofMillis(-1), Rate.ZERO))
        .withMessageStartingWith("meanQueryTime must be PT0S..");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolSize.ofBusyWorkers(1, 1, QUERY, Duration.ZERO))
        .withMessageStartingWith("span must be above zero");
  }
}
