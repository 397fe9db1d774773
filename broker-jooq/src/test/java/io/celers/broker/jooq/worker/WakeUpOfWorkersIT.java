package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers that sleep until something is enqueued. */
class WakeUpOfWorkersIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  @Test
  void idleWorkerNotesItsSleepAndIsWoken() {
    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .queues("default", "other")
            .pollInterval(Duration.ofHours(1))
            .listener(recorder)
            .start()) {
      for (int i = 1; i <= 3; i++) {
        awaitNote();
        db.broker().enqueue(BLOB.with(new byte[] {1}).queue(i == 2 ? "other" : "default"));
        recorder.awaitSettled(i);
      }
      assertThat(worker.inHand()).isZero();
    }
  }

  @Test
  void sleepingWorkerIsClosedAtOnce() {
    Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .pollInterval(Duration.ofHours(1))
            .start();
    awaitNote();

    assertThat(worker.drain(Duration.ofMinutes(1)).complete()).isTrue();
  }

  private static void awaitNote() {
    Recorder.patiently().until(() -> db.dsl().fetchCount(CELERS_SLEEPERS) > 0);
  }
}
