package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.util.Collections;
import java.util.Map;
import org.jooq.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks for which another version of the application has a handler. */
class UnknownNamesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> KNOWN = TaskType.ofBytes("known");
  private static final TaskType<byte[]> UNKNOWN = TaskType.ofBytes("unknown");

  private final Recorder recorder = new Recorder();

  @Test
  void tenThousandOfTheHighestPriorityNeitherBlockNorAreTouched() {
    NewTask<byte[]> unknown = UNKNOWN.with(new byte[] {1}).priority(9);
    db.broker().enqueueAll(Collections.nCopies(10_000, unknown));
    db.broker().enqueueAll(Collections.nCopies(500, KNOWN.with(new byte[] {1}).priority(9)));
    db.broker().enqueueAll(Collections.nCopies(500, KNOWN.with(new byte[] {1}).priority(0)));

    try (Worker worker =
        db.broker().worker().handle(KNOWN, (bytes, task) -> {}).listener(recorder).start()) {
      recorder.awaitSettled(1_000);
      Recorder.patiently().until(() -> !recorder.unknown.isEmpty());
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.unknown).isEqualTo(Map.of("default", Map.of("unknown", 1_000)));
    assertThat(db.dsl().fetchCount(CELERS_TASKS, isUntouched())).isEqualTo(10_000);
    assertThat(db.broker().queue("default").dequeue(10)).hasSize(10);
  }

  @Test
  void aWorkerThatKnowsThemDoesThem() {
    db.broker().enqueue(UNKNOWN.with(new byte[] {1}));
    try (Worker older = db.broker().worker().handle(KNOWN, (bytes, task) -> {}).start();
        Worker newer =
            db.broker()
                .worker()
                .handle(KNOWN, (bytes, task) -> {})
                .handle(UNKNOWN, (bytes, task) -> {})
                .listener(recorder)
                .start()) {
      recorder.awaitSettled(1);
      assertThat(older.inHand() + newer.inHand()).isZero();
    }
  }

  private static Condition isUntouched() {
    return CELERS_TASKS
        .TASK_NAME
        .eq("unknown")
        .and(CELERS_TASKS.DELIVERIES.eq(0))
        .and(CELERS_TASKS.STARTED_AT.isNull());
  }
}
