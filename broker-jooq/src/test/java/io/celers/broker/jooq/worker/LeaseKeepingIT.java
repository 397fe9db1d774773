package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that run longer than the lease. */
class LeaseKeepingIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void leasesOfRunningAndWaitingTasksAreKept() {
    db.broker().enqueueAll(Collections.nCopies(4, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .concurrency(1)
            .prefetch(3)
            .lease(LEASE)
            .listener(recorder)
            .start()) {
      Recorder.patiently().until(() -> worker.inHand() == 4);
      try (Worker rival =
          db.broker().worker().handle(BLOB, (bytes, task) -> {}).lease(LEASE).start()) {
        // Two leases: each of the four is extended at least three times in one.
        Recorder.patiently().until(() -> recorder.extended.get() >= 4 * 6);
        assertThat(worker.inHand()).isEqualTo(4);
        assertThat(rival.inHand()).isZero();
      }
      end.countDown();
      recorder.awaitSettled(4);
    }

    assertThat(recorder.started).hasSize(4).allMatch(delivery -> delivery.deliveries() == 1);
    assertThat(recorder.lost).isEmpty();
  }

  @Test
  void leasesAreKeptWhileHandlersHaveUsedUpThePool() throws Exception {
    HikariConfig config = poolOfFive();
    db.broker().enqueue(BLOB.with(new byte[] {1}));
    try (HikariDataSource pool = new HikariDataSource(config);
        Worker worker =
            JooqBroker.builder(pool)
                .build()
                .worker()
                .handle(
                    BLOB,
                    (bytes, task) -> {
                      List<Connection> all = new ArrayList<>();
                      while (all.size() < 3) {
                        all.add(pool.getConnection());
                      }
                      end.await();
                      for (Connection connection : all) {
                        connection.close();
                      }
                    })
                .concurrency(1)
                .prefetch(0)
                .lease(LEASE)
                .listener(recorder)
                .start()) {
      Recorder.patiently().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 5);

      int before = recorder.extended.get();
      Recorder.patiently().until(() -> recorder.extended.get() >= before + 6);

      end.countDown();
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }
    assertThat(recorder.lost).isEmpty();
  }

  @Test
  void claimsThatFindNoConnectionGoOnWhenThereAreSomeAgain() throws Exception {
    HikariConfig config = poolOfFive();
    config.setConnectionTimeout(1_000);
    db.broker().enqueue(BLOB.with(new byte[] {1}));
    AtomicBoolean first = new AtomicBoolean(true);
    try (HikariDataSource pool = new HikariDataSource(config);
        Worker worker =
            JooqBroker.builder(pool)
                .build()
                .worker()
                .handle(
                    BLOB,
                    (bytes, task) -> {
                      if (first.getAndSet(false)) {
                        end.await();
                      }
                    })
                .concurrency(2)
                .lease(LEASE)
                .listener(recorder)
                .start()) {
      Recorder.patiently().until(() -> recorder.extended.get() > 0);

      List<Connection> all = takeAll(pool);
      db.broker().enqueue(BLOB.with(new byte[] {1}));
      int before = recorder.extended.get();
      Recorder.patiently().until(() -> recorder.failedClaims.get() > 0);
      Recorder.patiently().until(() -> recorder.extended.get() >= before + 6);
      assertThat(recorder.started).hasSize(1);
      for (Connection connection : all) {
        connection.close();
      }

      recorder.awaitSettled(1);
      end.countDown();
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }
    assertThat(recorder.started).allMatch(delivery -> delivery.deliveries() == 1);
    assertThat(recorder.lost).isEmpty();
  }

  /** All that the worker does not keep. */
  private static List<Connection> takeAll(HikariDataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    while (true) {
      try {
        all.add(pool.getConnection());
      } catch (SQLTransientConnectionException usedUp) {
        return all;
      }
    }
  }

  private static HikariConfig poolOfFive() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(5);
    return config;
  }
}
