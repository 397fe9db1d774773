package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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
  void floodOfNotificationsCostsFewClaimsAndHidesNoTask() throws SQLException {
    ClaimCounter claims = new ClaimCounter();
    try (Session stranger = Session.open(db);
        Worker worker =
            JooqBroker.on(claims.on(db.dsl()))
                .worker()
                .handle(BLOB, (bytes, task) -> {})
                .pollInterval(Duration.ofHours(1))
                .listener(recorder)
                .start()) {
      awaitNote();
      long begin = System.nanoTime();
      int before = claims.soFar();

      flood(stranger, () -> false);
      db.broker().enqueue(BLOB.with(new byte[] {1}));
      flood(stranger, () -> !recorder.fates.isEmpty());

      recorder.awaitSettled(1);
      int cost = claims.soFar() - before;
      long milliseconds = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      // One for every ten milliseconds, and those that follow the one which finds something.
      assertThat((long) cost).isBetween(2L, milliseconds / 10 + 20);
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

  /** Without the echoes by which a listener tests its connection. */
  private static long enqueuesHeard(Session listening) throws SQLException {
    listening.dsl().selectOne().fetch();
    return Arrays.stream(listening.connection().unwrap(PGConnection.class).getNotifications())
        .filter(heard -> heard.getParameter().equals("queue default"))
        .count();
  }

  /**
   * Five hundred notifications, or as many as it takes. Those that come closer together than these
   * are heard together.
   */
  private static void flood(Session stranger, BooleanSupplier enough) {
    for (int sent = 0; sent < 500 && !enough.getAsBoolean(); sent++) {
      stranger.dsl().fetch("select pg_sleep(0.002), pg_notify('celers_wake_up', 'queue default')");
    }
  }

  private static void awaitNote() {
    Recorder.patiently().until(() -> db.dsl().fetchCount(CELERS_SLEEPERS) > 0);
  }
}
