package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BatchSizesTest {

  private static final long TEN_KIB = 10_240;

  @Test
  void batchIsWhatFlowsInFiftyMilliseconds() {
    BatchSizes sizes = new BatchSizes(1_000, TEN_KIB, Rate.perSecond(100));

    assertThat(sizes.enqueue()).isEqualTo(5);
    assertThat(sizes.dequeue()).isEqualTo(5);
    assertThat(sizes.finding().remedies())
        .containsExactly(
            new Remedy.Setting("tasks per enqueueAll", 5),
            new Remedy.Setting("tasks per dequeue", 5));
  }

  @Test
  void fastQueuesEndAtTheLargestBatch() {
    BatchSizes sizes = new BatchSizes(1_000_000, 100, Rate.perSecond(1e9));

    assertThat(sizes.enqueue()).isEqualTo(1_000);
    assertThat(sizes.dequeue()).isEqualTo(100);
  }

  @Test
  void largePayloadsMakeSmallBatches() {
    assertThat(new BatchSizes(1_000, 1 << 20, Rate.perSecond(1_000)).enqueue()).isEqualTo(4);
    assertThat(new BatchSizes(1_000, 1 << 20, Rate.perSecond(1_000)).dequeue()).isEqualTo(4);
    assertThat(new BatchSizes(1_000, Long.MAX_VALUE, Rate.perSecond(1_000)).enqueue()).isEqualTo(1);
  }

  @Test
  void nothingMoreIsDequeuedThanIsThere() {
    assertThat(new BatchSizes(3, 0, Rate.perSecond(1_000)).dequeue()).isEqualTo(3);
    assertThat(new BatchSizes(3, 0, Rate.perSecond(1_000)).enqueue()).isEqualTo(50);
  }

  @Test
  void batchHasOneTaskAtLeast() {
    assertThat(new BatchSizes(0, 0, Rate.ZERO).enqueue()).isEqualTo(1);
    assertThat(new BatchSizes(0, 0, Rate.ZERO).dequeue()).isEqualTo(1);
  }

  @Test
  void negativeFiguresAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchSizes(-1, 0, Rate.ZERO))
        .withMessage("depth must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchSizes(0, -1, Rate.ZERO))
        .withMessage("meanPayloadBytes must be at least 0, was -1");
  }
}
