package io.celers.broker.jooq.plans;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.plans.BigTable.Reads;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.Precision;
import io.celers.broker.monitoring.QueueFigures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of a table that is too large to count: bounded reads, and numbers near the truth. */
class MonitoringPlansIT {

  @RegisterExtension static final BigTable table = new BigTable();

  @Test
  void figuresOfALargeTableReadABoundedNumberOfRows() throws Exception {
    table.inTransaction(
        "force_custom_plan",
        dsl -> {
          Reads before = BigTable.reads(dsl);

          QueueFigures big =
              table
                  .broker()
                  .using(dsl)
                  .monitoring()
                  .queues(Duration.ZERO)
                  .find("big")
                  .orElseThrow();

          Reads after = BigTable.reads(dsl);
          assertThat(after.sequentialScans()).isEqualTo(before.sequentialScans());
          // 2,000 on each side of now, the 1,000 newest, and the names.
          assertThat(after.rowsByIndex() - before.rowsByIndex()).isBetween(1_000L, 6_000L);
          assertNear(big.pending(), 150_000);
          assertNear(big.completed(), 50_000);
          assertThat(big.scheduled()).isEqualTo(new Count(2_000, Precision.AT_LEAST));
          assertThat(big.processing()).isEqualTo(new Count(0, Precision.AT_LEAST));
          assertThat(big.dead()).isEqualTo(Count.exactly(0));
          assertThat(big.oldestPending().orElseThrow()).isGreaterThan(Duration.ofMinutes(59));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void activityOfALargeTableReadsABoundedNumberOfRows(String planCacheMode) throws Exception {
    table.inTransaction(
        planCacheMode,
        dsl -> {
          Reads before = BigTable.reads(dsl);

          Activity activity =
              table.broker().using(dsl).monitoring().activity(Duration.ofMinutes(5));

          Reads after = BigTable.reads(dsl);
          assertThat(after.sequentialScans()).isEqualTo(before.sequentialScans());
          // 2,000 from the end of the key, as many before the four fronts, 1,000 later in a lane.
          assertThat(after.rowsByIndex() - before.rowsByIndex()).isBetween(2_000L, 5_100L);
          assertThat(activity.complete()).isFalse();
          assertThat(activity.examined()).isBetween(2_000, 4_000);
        });
  }

  private static void assertNear(Count estimate, long truth) {
    assertThat(estimate.precision()).isEqualTo(Precision.ESTIMATE);
    assertThat(estimate.value()).isBetween(truth * 9 / 10, truth * 11 / 10);
  }
}
