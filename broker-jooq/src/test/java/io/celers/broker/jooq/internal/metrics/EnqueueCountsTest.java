package io.celers.broker.jooq.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnqueueCountsTest {

  private final EnqueueCounts counts = new EnqueueCounts();

  @Test
  void whatIsDecidedMakesRoomForMore() {
    for (long transaction = 1; transaction <= EnqueueCounts.MAX_OPEN; transaction++) {
      counts.open(transaction, Map.of("mail", 1L));
    }
    counts.open(EnqueueCounts.MAX_OPEN + 1, Map.of("mail", 1L));
    assertThat(counts.open()).hasSize(EnqueueCounts.MAX_OPEN);

    counts.ended(1, true);
    counts.ended(2, false);
    counts.open(EnqueueCounts.MAX_OPEN + 2, Map.of("mail", 1L));

    assertThat(counts.open()).hasSize(EnqueueCounts.MAX_OPEN - 1);
    assertThat(counts.committed()).isEqualTo(Map.of("mail", 1L));
  }

  @Test
  void oneTransactionMayEnqueueOften() {
    counts.open(7, Map.of("mail", 2L));
    counts.open(7, Map.of("mail", 3L, "bill", 1L));

    counts.ended(7, true);

    assertThat(counts.committed()).isEqualTo(Map.of("mail", 5L, "bill", 1L));
    assertThat(counts.open()).isEmpty();
  }
}
