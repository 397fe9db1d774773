package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.LostReplies;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.RunningTask;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler writes and the ack of its task: both or neither. */
class TransactionalHandlerIT {

  /** Isolation of the application's connections. */
  enum Level {
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int jdbc;

    Level(int jdbc) {
      this.jdbc = jdbc;
    }
  }

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Table<?> EFFECTS = DSL.table(DSL.name("effects"));
  private static final Field<UUID> TASK = DSL.field(DSL.name("task"), SQLDataType.UUID);
  private static final TaskType<byte[]> BOOK =
      TaskType.ofBytes("book").retryPolicy(RetryPolicy.immediate()).maxRetries(20);

  /** Longer than a test takes on a machine that has other work to do. */
  private static final Duration NEVER_LAPSES = Duration.ofMinutes(5);

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void createTable() {
    db.dsl()
        .execute(
            "create table effects (task uuid constraint once unique deferrable initially"
                + " deferred)");
  }

  @BeforeEach
  void emptyTable() {
    db.dsl().deleteFrom(EFFECTS).execute();
  }

  @ParameterizedTest
  @EnumSource
  void effectsHappenExactlyOnce(Level level) {
    AtomicInteger attempts = new AtomicInteger();
    db.broker().enqueueAll(Collections.nCopies(100, BOOK.with(new byte[] {1})));
    try (HikariDataSource pool = pool(level);
        Worker worker =
            worker(
                pool,
                (tx, bytes, task) -> {
                  write(tx, task);
                  if (attempts.incrementAndGet() % 5 == 0) {
                    throw new IllegalStateException("after the write");
                  }
                })) {
      Recorder.patiently().until(() -> completed() == 100);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(db.dsl().fetchCount(EFFECTS)).isEqualTo(100);
    assertThat(db.dsl().select(DSL.countDistinct(TASK)).from(EFFECTS).fetchSingle().value1())
        .isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void handlerThatOutlivesManyHeartbeatsCommits(Level level) {
    UUID id = db.broker().enqueue(BOOK.with(new byte[] {1})).id();
    CountDownLatch end = new CountDownLatch(1);
    try (HikariDataSource pool = pool(level);
        Worker worker =
            worker(
                pool,
                (tx, bytes, task) -> {
                  write(tx, task);
                  end.await();
                })) {
      Recorder.patiently().until(() -> recorder.started.size() == 1);
      try (Worker rival = db.broker().worker().handle(BOOK, (bytes, task) -> {}).start()) {
        int before = recorder.beats.get();
        Recorder.patiently().until(() -> recorder.beats.get() >= before + 9);
        assertThat(rival.inHand()).isZero();
      }
      end.countDown();
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
    assertThat(db.task(id).getDeliveries()).isOne();
    assertThat(db.dsl().fetchCount(EFFECTS)).isOne();
  }

  @Test
  void lostLeaseRollsBack() {
    UUID id = db.broker().enqueue(BOOK.with(new byte[] {1})).id();
    CountDownLatch stolen = new CountDownLatch(1);
    try (HikariDataSource pool = pool(Level.READ_COMMITTED);
        Worker worker =
            worker(
                pool,
                (tx, bytes, task) -> {
                  write(tx, task);
                  awaitWhateverHappens(stolen);
                })) {
      Recorder.patiently().until(() -> recorder.started.size() == 1);
      Delivery rivals = Rival.claims(db, id);
      stolen.countDown();

      Recorder.patiently().until(() -> worker.inHand() == 0);
      recorder.awaitLost(id);
      assertThat(recorder.lost).isEqualTo(Map.of(id, new NotHeld.LeaseLost(id)));
      assertThat(db.task(id).getReceipt()).isEqualTo(rivals.receipt());
    }
    assertThat(db.dsl().fetchCount(EFFECTS)).isZero();
  }

  @Test
  void commitThatIsRefusedIsAFailedAttempt() {
    UUID id = db.broker().enqueue(BOOK.with(new byte[] {1}).maxRetries(0)).id();
    try (HikariDataSource pool = pool(Level.READ_COMMITTED);
        Worker worker =
            worker(
                pool,
                (tx, bytes, task) -> {
                  write(tx, task);
                  write(tx, task);
                })) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    assertThat(db.broker().deadLetters().find(id).orElseThrow().error().orElseThrow())
        .contains("once");
    assertThat(db.dsl().fetchCount(EFFECTS)).isZero();
  }

  @Test
  void commitWhoseReplyIsLostIsFoundOut() {
    UUID id = db.broker().enqueue(BOOK.with(new byte[] {1})).id();
    try (HikariDataSource pool = pool(Level.READ_COMMITTED);
        Worker worker =
            worker(LostReplies.afterCommit(pool), (tx, bytes, task) -> write(tx, task))) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
    assertThat(recorder.started).hasSize(1);
    assertThat(db.dsl().fetchCount(EFFECTS)).isOne();
  }

  @Test
  void commitThatNeverArrivedIsTriedAgain() {
    UUID id = db.broker().enqueue(BOOK.with(new byte[] {1})).id();
    AtomicInteger attempts = new AtomicInteger();
    try (HikariDataSource pool = pool(Level.READ_COMMITTED);
        Worker worker =
            worker(
                pool,
                NEVER_LAPSES,
                (tx, bytes, task) -> {
                  write(tx, task);
                  if (attempts.incrementAndGet() == 1) {
                    int pid =
                        tx.dsl()
                            .resultQuery("select pg_backend_pid()")
                            .fetchSingle(0, Integer.class);
                    db.dsl().fetch("select pg_terminate_backend({0})", pid);
                  }
                })) {
      Recorder.patiently().until(() -> completed() == 1);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(db.task(id).getDeliveries()).as("outcomes %s", recorder.outcomes).isEqualTo(2);
    assertThat(db.dsl().fetchCount(EFFECTS)).isOne();
  }

  @Test
  void whateverIsReturnedIsCommittedWithTheWrites() {
    UUID id = db.broker().enqueue(BOOK.with(new byte[] {1})).id();
    try (HikariDataSource pool = pool(Level.READ_COMMITTED);
        Worker worker =
            JooqBroker.builder(pool)
                .build()
                .worker()
                .handleInTransactionWithOutcome(
                    BOOK,
                    (tx, bytes, task) -> {
                      write(tx, task);
                      return Outcome.discard("vanished");
                    })
                .listener(recorder)
                .start()) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DISCARDED));
    assertThat(db.task(id).getErrorMessage()).isEqualTo("vanished");
    assertThat(db.dsl().fetchCount(EFFECTS)).isOne();
  }

  private Worker worker(DataSource dataSource, TransactionalHandler<byte[]> handler) {
    return worker(dataSource, Duration.ofSeconds(1), handler);
  }

  private Worker worker(
      DataSource dataSource, Duration lease, TransactionalHandler<byte[]> handler) {
    return JooqBroker.builder(dataSource)
        .build()
        .worker()
        .handleInTransaction(BOOK, handler)
        .concurrency(4)
        .prefetch(0)
        .lease(lease)
        .listener(recorder)
        .start();
  }

  private static HikariDataSource pool(Level level) {
    return Pools.at(level.jdbc, db);
  }

  private static void write(Configuration tx, RunningTask task) {
    tx.dsl().insertInto(EFFECTS).set(TASK, task.delivery().id()).execute();
  }

  private static int completed() {
    return db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed));
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        // The handler goes on, to find its task lost only when it settles it.
      }
    }
  }
}
