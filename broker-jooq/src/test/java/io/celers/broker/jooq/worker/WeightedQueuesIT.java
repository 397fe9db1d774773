package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several queues of one worker. */
class WeightedQueuesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  @Test
  void sharesAreAsTheWeights() {
    db.broker().enqueueAll(Collections.nCopies(400, BLOB.with(new byte[] {1}).queue("heavy")));
    db.broker().enqueueAll(Collections.nCopies(400, BLOB.with(new byte[] {1}).queue("light")));

    try (Worker worker = builder().queue("heavy", 9).queue("light", 1).start()) {
      recorder.awaitSettled(300);
      assertThat(worker.inHand()).isLessThanOrEqualTo(2);
    }

    // 270 of 300 are to be expected; this far off is chance once in very many years.
    assertThat(heavy(recorder.started.subList(0, 300))).isBetween(230L, 297L);
  }

  @Test
  void queueWithoutTasksLeavesItsShareToTheOthers() {
    db.broker().enqueueAll(Collections.nCopies(100, BLOB.with(new byte[] {1}).queue("light")));

    try (Worker worker = builder().queue("heavy", 1_000).queue("light", 1).start()) {
      recorder.awaitSettled(100);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(heavy(recorder.started)).isZero();
  }

  private WorkerBuilder builder() {
    return db.broker()
        .worker()
        .handle(BLOB, (bytes, task) -> {})
        .concurrency(1)
        .prefetch(0)
        .settleAtOnce()
        .listener(recorder);
  }

  private static long heavy(List<Delivery> deliveries) {
    return deliveries.stream().filter(delivery -> delivery.queue().equals("heavy")).count();
  }
}
