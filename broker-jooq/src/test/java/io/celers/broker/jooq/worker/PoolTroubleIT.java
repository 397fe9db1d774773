package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that are small, or used up. */
class PoolTroubleIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final int SLOTS = 3;

  private final Recorder recorder = new Recorder();

  @Test
  void producerIsToldWhenThePoolIsUsedUp() throws Exception {
    try (HikariDataSource pool = poolOf(1)) {
      JooqBroker broker = JooqBroker.builder(pool).build();
      try (Connection taken = pool.getConnection()) {
        assertThat(taken.isValid(1)).isTrue();

        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> broker.enqueue(BLOB.with(new byte[] {1})))
            .withMessageStartingWith("enqueue failed");
      }

      broker.enqueue(BLOB.with(new byte[] {1}));
      assertThat(db.tasks()).isOne();
    }
  }

  @Test
  void poolOfAsManyConnectionsAsSlotsAndTwoMoreIsEnough() {
    db.broker().enqueueAll(Collections.nCopies(10 * SLOTS, BLOB.with(new byte[] {1})));
    CountDownLatch together = new CountDownLatch(SLOTS);

    try (HikariDataSource pool = poolOf(SLOTS + 2);
        Worker worker =
            JooqBroker.builder(pool)
                .build()
                .worker()
                .handleInTransaction(
                    BLOB,
                    (tx, bytes, task) -> {
                      together.countDown();
                      together.await();
                      tx.dsl().fetchValue("select 1");
                    })
                .concurrency(SLOTS)
                .listener(recorder)
                .start()) {
      recorder.awaitSettled(10 * SLOTS);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.started).allMatch(delivery -> delivery.deliveries() == 1);
  }

  private static HikariDataSource poolOf(int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }
}
