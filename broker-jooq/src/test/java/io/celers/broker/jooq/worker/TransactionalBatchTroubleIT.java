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
import io.celers.broker.metrics.MetricsListener;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.BatchItem;
import io.celers.broker.worker.Drained;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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

/** Batches whose commit is unknown, whose worker stops, or whose leases are in danger. */
class TransactionalBatchTroubleIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Table<?> EFFECTS = DSL.table(DSL.name("effects"));
  private static final Field<UUID> TASK = DSL.field(DSL.name("task"), SQLDataType.UUID);

  /** Without retries, so that nothing may count against a task that does not fail by itself. */
  private static final TaskType<byte[]> BOOK = TaskType.ofBytes("book").maxRetries(0);

  private final Recorder recorder = new Recorder();
  private final List<List<UUID>> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeAll
  static void createTable() {
    db.dsl().execute("create table effects (task uuid)");
  }

  @BeforeEach
  void emptyTable() {
    db.dsl().deleteFrom(EFFECTS).execute();
  }

  @Test
  void batchThatHeldItsRowsForLongerThanALeaseIsStillHeldAfterItsRollback() {
    enqueue(5);
    List<Delivery> rivals = new CopyOnWriteArrayList<>();
    try (HikariDataSource pool = pool(Connection.TRANSACTION_REPEATABLE_READ);
        Worker worker =
            worker(
                    pool,
                    (tx, batch) -> {
                      if (batch.size() > 1) {
                        db.clock().advance(LEASE.multipliedBy(10));
                        throw new IllegalStateException("not together");
                      }
                      rivals.addAll(db.broker().queue("default").dequeue(10));
                    })
                // Claims nothing more, which would find what is due in the moment of the rollback.
                .limit(BOOK, HandlerLimits.NONE.withConcurrency(5))
                .start()) {
      recorder.awaitSettled(5);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(rivals).isEmpty();
    assertThat(recorder.rolledBack).hasSize(1);
    assertThat(completed()).isEqualTo(5);
  }

  @Test
  void taskThatIsCancelledAfterItsBatchTookTooLongIsNotBegunAgain() {
    List<UUID> ids = enqueue(3);
    UUID cancelled = ids.get(2);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    (tx, batch) -> {
                      batches.add(ids(batch));
                      awaitThoughInterrupted(batch.size() > 1, end);
                    })
                .lease(Duration.ofSeconds(1))
                .limit(BOOK, HandlerLimits.NONE.withRunTime(Duration.ofMillis(1_500)))
                .start()) {
      Recorder.patiently().until(() -> batches.size() == 2);

      db.broker().tasks().cancel(cancelled, "not needed any more");

      recorder.awaitLost(cancelled);
      end.countDown();
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.lost).isEqualTo(Map.of(cancelled, new NotHeld.Cancelled(cancelled)));
    assertThat(batches).containsExactly(ids, List.of(ids.get(0)), List.of(ids.get(1)));
  }

  @Test
  void wholeBatchIsLeftToOthersIfItsHandlerIgnoresThatOneIsLost() {
    UUID stolen = db.broker().enqueue(BOOK.with(new byte[] {1}).maxRetries(1)).id();
    List<UUID> others = enqueue(2);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    (tx, batch) -> {
                      batches.add(ids(batch));
                      awaitThoughInterrupted(false, end);
                    })
                .start()) {
      Recorder.patiently().until(() -> batches.size() == 1);

      Rival.claims(db, stolen);

      Recorder.patiently().until(() -> recorder.stuck.size() == 3);
      db.clock().advance(LEASE);
      // Or the worker, whose claims bury as well.
      db.broker().maintenance().reap(10);
      Recorder.patiently()
          .until(() -> others.stream().allMatch(TransactionalBatchTroubleIT::isDead));
      end.countDown();
      Recorder.patiently().until(() -> worker.inHand() == 0);
      Recorder.patiently().until(() -> recorder.lost.size() == 3);
    }

    assertThat(recorder.fates).isEmpty();
  }

  @Test
  void batchWhoseHandlerEndsAfterAllIsKeptWhileItWaitsForItsNextTurn() {
    List<UUID> ids = enqueue(3);
    CountDownLatch stuck = new CountDownLatch(1);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    (tx, batch) -> {
                      batches.add(ids(batch));
                      if (batch.size() > 1) {
                        awaitThoughInterrupted(false, stuck);
                        throw new IllegalStateException("too late");
                      }
                      awaitThoughInterrupted(false, end);
                    })
                .lease(Duration.ofSeconds(1))
                .limit(BOOK, HandlerLimits.NONE.withRunTime(Duration.ofMillis(1_500)))
                .start()) {
      Recorder.patiently().until(() -> recorder.stuck.size() == 3);
      stuck.countDown();
      Recorder.patiently().until(() -> batches.size() == 2);

      int before = recorder.extended.get();
      Recorder.patiently().until(() -> recorder.extended.get() >= before + 3);
      end.countDown();
      recorder.awaitSettled(3);
    }

    assertThat(batches.get(1)).isEqualTo(ids.subList(0, 1));
    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
  }

  @Test
  void lossThatIsFoundByLockingIsMeasured() {
    enqueue(1);
    UUID stolen = db.broker().enqueue(BOOK.with(new byte[] {1}).maxRetries(1)).id();
    AtomicInteger losses = new AtomicInteger();
    try (HikariDataSource pool = pool(Connection.TRANSACTION_REPEATABLE_READ);
        JooqBroker broker = JooqBroker.builder(pool).build()) {
      broker
          .metrics()
          .listen(
              new MetricsListener() {
                @Override
                public void leaseLost(String name) {
                  losses.incrementAndGet();
                }
              });
      try (Worker worker =
          broker
              .worker()
              .handleInTransaction(BOOK, (tx, payload, task) -> awaitThoughInterrupted(false, end))
              .concurrency(1)
              .prefetch(1)
              .listener(recorder)
              .start()) {
        Recorder.patiently()
            .until(() -> recorder.started.size() == 1 && recorder.claimed.size() == 2);
        Rival.claims(db, stolen);
        end.countDown();

        recorder.awaitLost(stolen);
        recorder.awaitSettled(1);
        assertThat(worker.inHand()).isZero();
      }
    }

    assertThat(losses).hasValue(1);
  }

  @Test
  void commitWhoseReplyIsLostIsFoundOut() {
    enqueue(10);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker = worker(LostReplies.afterCommit(pool), this::write).start()) {
      recorder.awaitSettled(10);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
    assertThat(batches).hasSize(1);
    assertThat(db.dsl().fetchCount(EFFECTS)).isEqualTo(10);
  }

  @Test
  void commitThatNeverArrivedIsTriedAgain() {
    enqueue(10);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    (tx, batch) -> {
                      write(tx, batch);
                      if (batch.size() > 1) {
                        int pid =
                            tx.dsl()
                                .resultQuery("select pg_backend_pid()")
                                .fetchSingle(0, Integer.class);
                        db.dsl().fetch("select pg_terminate_backend({0})", pid);
                      }
                    })
                .start()) {
      recorder.awaitSettled(10);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
    assertThat(db.dsl().fetchCount(EFFECTS)).isEqualTo(10);
  }

  @Test
  void batchThatFailsWhileTheWorkerStopsIsGivenBack() {
    List<UUID> ids = enqueue(10);
    Drained drained;
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    (tx, batch) -> {
                      write(tx, batch);
                      end.await();
                    })
                .start()) {
      Recorder.patiently().until(() -> batches.size() == 1);

      drained = worker.drain(Duration.ZERO);
    }

    assertThat(drained).isEqualTo(new Drained(10, List.of()));
    assertThat(ids).allMatch(id -> db.task(id).getState() == CelersTaskState.pending);
    assertThat(ids).allMatch(id -> db.task(id).getDeliveries() == 0);
    assertThat(db.dsl().fetchCount(EFFECTS)).isZero();
  }

  /** One slot, and all that is due claimed before it is taken: so batches are as full as can be. */
  private WorkerBuilder worker(DataSource dataSource, TransactionalBatchHandler<byte[]> handler) {
    return JooqBroker.builder(dataSource)
        .build()
        .worker()
        .handleBatchInTransaction(BOOK, 10, handler)
        .concurrency(1)
        .prefetch(199)
        .lease(LEASE)
        .listener(recorder);
  }

  private static List<UUID> enqueue(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> db.broker().enqueue(BOOK.with(new byte[] {(byte) i})).id())
        .toList();
  }

  private void write(Configuration tx, List<BatchItem<byte[]>> batch) {
    batches.add(ids(batch));
    for (UUID id : ids(batch)) {
      tx.dsl().insertInto(EFFECTS).set(TASK, id).execute();
    }
  }

  private static List<UUID> ids(List<BatchItem<byte[]>> batch) {
    return batch.stream().map(item -> item.task().delivery().id()).toList();
  }

  private static boolean isDead(UUID id) {
    return db.broker().deadLetters().find(id).isPresent();
  }

  private static int completed() {
    return db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed));
  }

  private static HikariDataSource pool(int isolation) {
    return Pools.at(isolation, db);
  }

  private static void awaitThoughInterrupted(boolean listens, CountDownLatch latch)
      throws InterruptedException {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        if (listens) {
          throw e;
        }
      }
    }
  }
}
