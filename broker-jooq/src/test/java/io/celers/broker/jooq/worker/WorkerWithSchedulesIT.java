package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schedules that tick because a worker runs. */
class WorkerWithSchedulesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> REPORT = TaskType.ofBytes("report");
  private static final String THREAD = "celers-schedules-celers";

  private final Recorder recorder = new Recorder();

  @Test
  void ticksComeAsLongAsTheWorkerRuns() {
    db.broker()
        .schedules()
        .put("report", Cadence.every(Duration.ofHours(1)), REPORT.with(new byte[0]));

    try (Worker worker = worker().schedules().start()) {
      db.clock().advance(Duration.ofHours(1));
      recorder.awaitSettled(1);
      db.clock().advance(Duration.ofHours(1));
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(threads()).doesNotContain(THREAD);
  }

  @Test
  void workerLeavesThemAloneUnlessTold() {
    try (Worker worker = worker().start()) {
      assertThat(worker.inHand()).isZero();
      assertThat(threads()).doesNotContain(THREAD);
    }
  }

  private WorkerBuilder worker() {
    return db.broker().worker().handle(REPORT, (bytes, task) -> {}).listener(recorder);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }
}
