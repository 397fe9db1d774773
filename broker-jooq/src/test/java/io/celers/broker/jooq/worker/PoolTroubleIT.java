package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.jooq.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that are small, or used up. */
class PoolTroubleIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final int SLOTS = 3;
  private static final Condition COMPLETED = CELERS_TASKS.STATE.eq(CelersTaskState.completed);

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

  @Test
  void handlersThatAskForASecondConnectionInVainHaveFailedAndAreTriedAgain() {
    RetryPolicy soon =
        RetryPolicy.exponentialWithJitter(Duration.ofMillis(50), Duration.ofMillis(500));
    CountDownLatch together = new CountDownLatch(2);
    db.broker()
        .enqueueAll(
            Collections.nCopies(
                SLOTS, BLOB.with(new byte[] {1}).maxRetries(1_000).retryPolicy(soon)));

    // One is kept by the heartbeats: two handlers have begun when none is left.
    try (HikariDataSource pool = poolOf(SLOTS);
        Worker worker = asksForAnother(pool, together)) {
      Recorder.patiently().until(() -> db.dsl().fetchCount(CELERS_TASKS, COMPLETED) == SLOTS);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(recorder.outcomes).anyMatch(PoolTroubleIT::isUsedUpPool);
    assertThat(recorder.lost).isEmpty();
  }

  @Test
  void twiceAsManyConnectionsAsSlotsAndTwoMoreAreEnoughForASecondOne() {
    CountDownLatch together = new CountDownLatch(SLOTS);
    db.broker().enqueueAll(Collections.nCopies(10 * SLOTS, BLOB.with(new byte[] {1})));

    try (HikariDataSource pool = poolOf(2 * SLOTS + 2);
        Worker worker = asksForAnother(pool, together)) {
      recorder.awaitSettled(10 * SLOTS);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.started).allMatch(delivery -> delivery.deliveries() == 1);
  }

  /** The first ones ask at the same moment, each with its transaction open. */
  private Worker asksForAnother(HikariDataSource pool, CountDownLatch together) {
    return JooqBroker.builder(pool)
        .withoutNotifications()
        .build()
        .worker()
        .handleInTransaction(
            BLOB,
            (tx, bytes, task) -> {
              tx.dsl().fetchValue("select 1");
              together.countDown();
              together.await();
              try (Connection another = pool.getConnection()) {
                assertThat(another.isValid(1)).isTrue();
              }
            })
        .concurrency(SLOTS)
        .listener(recorder)
        .start();
  }

  private static boolean isUsedUpPool(Outcome outcome) {
    return outcome instanceof Outcome.Rejected rejected
        && rejected.rejection().error().contains(SQLTransientConnectionException.class.getName());
  }

  private static HikariDataSource poolOf(int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }
}
