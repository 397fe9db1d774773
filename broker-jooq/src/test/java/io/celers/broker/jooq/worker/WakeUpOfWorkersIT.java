package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

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
  void busyWorkerIsNotNotified() throws SQLException {
    db.broker().enqueueAll(Collections.nCopies(200, BLOB.with(new byte[] {1})));
    try (Session listening = Session.open(db)) {
      listening.dsl().execute("listen celers_wake_up");
      AtomicInteger enqueued = new AtomicInteger();

      try (Worker worker =
          db.broker()
              .worker()
              .handle(
                  BLOB,
                  (bytes, task) -> {
                    if (enqueued.incrementAndGet() <= 200) {
                      db.broker().enqueue(BLOB.with(new byte[] {1}));
                    }
                  })
              .concurrency(4)
              .listener(recorder)
              .start()) {
        recorder.awaitSettled(200);
        assertThat(enqueuesHeard(listening)).isZero();

        recorder.awaitSettled(400);
        awaitNote();
        db.broker().enqueue(BLOB.with(new byte[] {1}));
        recorder.awaitSettled(401);
        assertThat(worker.inHand()).isZero();
      }

      assertThat(enqueuesHeard(listening)).isOne();
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

  /** Without the echoes by which a listener tests its connection. */
  private static long enqueuesHeard(Session listening) throws SQLException {
    listening.dsl().selectOne().fetch();
    return Arrays.stream(listening.connection().unwrap(PGConnection.class).getNotifications())
        .filter(heard -> heard.getParameter().equals("queue default"))
        .count();
  }

  private static void awaitNote() {
    Recorder.patiently().until(() -> db.dsl().fetchCount(CELERS_SLEEPERS) > 0);
  }
}
