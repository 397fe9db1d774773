package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.LostReplies;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claims that happened, but whose replies were lost. */
class LostClaimIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob").maxRetries(0);

  private static final String CLAIM = "celers_lane_rows";

  private final Recorder recorder = new Recorder();

  @Test
  void whatWasClaimedIsGivenBackAndRunsLongBeforeItsLeaseEnds() {
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[] {1})));
    db.broker().enqueue(BLOB.with(new byte[] {1}).after(Duration.ofMinutes(30)));
    db.broker().enqueue(BLOB.with(new byte[] {1}).queue("other"));
    assertThat(db.broker().queue("other").dequeue(1)).hasSize(1);

    try (Worker worker =
        JooqBroker.builder(LostReplies.afterStatement(db.dataSource(), CLAIM, 1))
            .build()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .queues("default", "other")
            .lease(Duration.ofHours(1))
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(5);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.failedClaims).hasValue(1);
    assertThat(recorder.started).hasSize(5).allMatch(delivery -> delivery.deliveries() == 1);
    assertThat(states(CelersTaskState.pending)).isOne();
    assertThat(states(CelersTaskState.processing)).isOne();
  }

  @Test
  void whatIsClaimedToFillABatchUpIsGivenBack() {
    db.broker().enqueue(BLOB.with(new byte[] {1}).priority(9).expiresAfter(Duration.ofMinutes(1)));
    db.broker().enqueueAll(Collections.nCopies(3, BLOB.with(new byte[] {1})));
    db.clock().advance(Duration.ofMinutes(2));

    try (Worker worker =
        JooqBroker.builder(LostReplies.afterStatement(db.dataSource(), CLAIM, 2))
            .build()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .concurrency(1)
            .prefetch(1)
            .lease(Duration.ofHours(1))
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(3);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.started).hasSize(3).allMatch(delivery -> delivery.deliveries() == 1);
    assertThat(states(CelersTaskState.cancelled)).isOne();
  }

  private static int states(CelersTaskState state) {
    return db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(state));
  }
}
