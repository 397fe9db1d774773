package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.BatchItem;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler writes for several tasks and the acks of all of them: all or nothing. */
class TransactionalBatchIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Table<?> EFFECTS = DSL.table(DSL.name("effects"));
  private static final Field<UUID> TASK = DSL.field(DSL.name("task"), SQLDataType.UUID);
  private static final TaskType<byte[]> BOOK =
      TaskType.ofBytes("book").retryPolicy(RetryPolicy.immediate()).maxRetries(20);

  private final Recorder recorder = new Recorder();
  private final List<List<UUID>> batches = new CopyOnWriteArrayList<>();

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
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void batchIsOneTransactionAndOneAck(int isolation) {
    enqueue(100);
    try (HikariDataSource pool = pool(isolation);
        Worker worker = worker(pool, 30, this::write).start()) {
      recorder.awaitSettled(100);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(batches).extracting(List::size).containsExactly(30, 30, 30, 10);
    assertThat(db.dsl().fetchCount(EFFECTS)).isEqualTo(100);
    assertThat(completed()).isEqualTo(100);
    assertThat(
            db.dsl()
                .fetchSingle(
                    "select count(distinct (xmin::text, cmin::text)) from {0}", CELERS_TASKS)
                .get(0, Integer.class))
        .isEqualTo(4);
    assertThat(
            db.dsl()
                .fetchSingle(
                    "select count(distinct task.xmin::text) from {0} task join effects"
                        + " on effects.task = task.id and effects.xmin = task.xmin",
                    CELERS_TASKS)
                .get(0, Integer.class))
        .isEqualTo(4);
  }

  @Test
  void batchTakesWhatIsThereAndDoesNotWaitForMore() {
    enqueue(1);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker = worker(pool, 1_000, this::write).start()) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(batches).extracting(List::size).containsExactly(1);
  }

  @Test
  void tasksOfOtherTypesStayOutOfIt() {
    TaskType<byte[]> other = TaskType.ofBytes("other").priority(9);
    enqueue(3);
    db.broker().enqueueAll(Collections.nCopies(3, other.with(new byte[0])));
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(pool, 10, this::write)
                .handleInTransaction(other, (tx, bytes, task) -> {})
                .start()) {
      recorder.awaitSettled(6);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(batches).extracting(List::size).containsExactly(3);
  }

  @Test
  void oneThatThrowsIsFoundByDoingEachByItself() {
    List<UUID> ids = enqueue(10);
    UUID bad = ids.get(4);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    10,
                    (tx, batch) -> {
                      write(tx, batch);
                      if (ids(batch).contains(bad) && db.task(bad).getDeliveries() < 3) {
                        throw new IllegalStateException("bad one");
                      }
                    })
                .start()) {
      Recorder.patiently().until(() -> completed() == 10);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(recorder.rolledBack).hasSize(1);
    assertThat(recorder.rolledBack.get(0)).containsExactlyElementsOf(ids);
    assertThat(batches.get(0)).hasSize(10);
    assertThat(batches.subList(1, batches.size())).allMatch(batch -> batch.size() == 1);
    assertThat(ids).filteredOn(id -> db.task(id).getDeliveries() > 1).containsExactly(bad);
    assertThat(db.task(bad).getErrorMessage()).contains("bad one");
    assertThat(db.dsl().fetchCount(EFFECTS)).isEqualTo(10);
  }

  @Test
  void whatHasFailedBeforeIsDoneByItself() {
    List<UUID> ids = enqueue(6);
    db.dsl()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.DELIVERIES, 1)
        .where(CELERS_TASKS.ID.eq(ids.get(2)))
        .execute();
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker = worker(pool, 10, this::write).start()) {
      recorder.awaitSettled(6);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(batches)
        .containsExactly(
            List.of(ids.get(0), ids.get(1), ids.get(3), ids.get(4), ids.get(5)),
            List.of(ids.get(2)));
  }

  @Test
  void lostLeaseOfOneRollsBackAllAndTheOthersAreDoneWithoutIt() {
    List<UUID> ids = enqueue(10);
    UUID stolen = ids.get(7);
    CountDownLatch theft = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    10,
                    (tx, batch) -> {
                      write(tx, batch);
                      if (first.getAndSet(false)) {
                        awaitWhateverHappens(theft);
                      }
                    })
                .start()) {
      Recorder.patiently().until(() -> batches.size() == 1);
      Delivery rivals = Rival.claims(db, stolen);
      theft.countDown();

      recorder.awaitSettled(9);
      recorder.awaitLost(stolen);
      assertThat(worker.inHand()).isZero();
      assertThat(db.task(stolen).getReceipt()).isEqualTo(rivals.receipt());
    }

    assertThat(recorder.lost).isEqualTo(Map.of(stolen, new NotHeld.LeaseLost(stolen)));
    assertThat(batches).extracting(List::size).containsExactly(10, 9);
    assertThat(effects()).hasSize(9).doesNotContain(stolen);
  }

  @Test
  void handlerThatIsInterruptedForOneOfThemIsCalledAgainWithTheOthers() {
    List<UUID> ids = enqueue(5);
    UUID cancelled = ids.get(0);
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    10,
                    (tx, batch) -> {
                      write(tx, batch);
                      if (first.getAndSet(false)) {
                        never.await();
                      }
                    })
                .start()) {
      Recorder.patiently().until(() -> batches.size() == 1);

      db.broker().tasks().cancel(cancelled, "not needed any more");

      recorder.awaitSettled(4);
      recorder.awaitLost(cancelled);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(batches).extracting(List::size).containsExactly(5, 4);
    assertThat(effects()).hasSize(4).doesNotContain(cancelled);
  }

  @Test
  void batchThatTakesTooLongIsDoneOneByOne() {
    enqueue(5);
    CountDownLatch never = new CountDownLatch(1);
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    10,
                    (tx, batch) -> {
                      write(tx, batch);
                      if (batch.size() > 1) {
                        never.await();
                      }
                    })
                .limit(BOOK, HandlerLimits.NONE.withRunTime(Duration.ofMillis(200)))
                .start()) {
      recorder.awaitSettled(5);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
    assertThat(batches).extracting(List::size).containsExactly(5, 1, 1, 1, 1, 1);
  }

  @Test
  void commitThatIsRefusedFailsOnlyWhatIsRefusedByItself() {
    List<UUID> ids = enqueue(4);
    UUID doubled = db.broker().enqueue(BOOK.with(new byte[0]).maxRetries(0)).id();
    try (HikariDataSource pool = pool(Connection.TRANSACTION_READ_COMMITTED);
        Worker worker =
            worker(
                    pool,
                    10,
                    (tx, batch) -> {
                      write(tx, batch);
                      if (ids(batch).contains(doubled)) {
                        tx.dsl().insertInto(EFFECTS).set(TASK, doubled).execute();
                      }
                    })
                .start()) {
      recorder.awaitSettled(5);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).containsEntry(doubled, Fate.DEAD_LETTER);
    assertThat(effects()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void payloadThatCannotBeReadIsTakenOutOfTheBatch() {
    TaskType<Long> number = TaskType.of("number", Long.class);
    UUID broken = db.broker().enqueue(NewTask.ofBytes("number", new byte[] {1})).id();
    UUID good = db.broker().enqueue(number.with(7L)).id();
    List<Long> seen = new CopyOnWriteArrayList<>();
    try (Worker worker =
        db.broker()
            .worker()
            .handleBatchInTransaction(
                number, 10, (tx, batch) -> batch.forEach(item -> seen.add(item.payload())))
            .concurrency(1)
            .prefetch(99)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(seen).containsExactly(7L);
    assertThat(recorder.fates).isEqualTo(Map.of(broken, Fate.DEAD_LETTER, good, Fate.COMPLETED));
  }

  @Test
  void sizeIsChecked() {
    WorkerBuilder builder = db.broker().worker();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.handleBatchInTransaction(BOOK, 0, (tx, batch) -> {}))
        .withMessageContaining("most")
        .withMessageContaining("10000");
  }

  /** One slot, and all that is due claimed before it is taken: so batches are as full as can be. */
  private WorkerBuilder worker(
      DataSource dataSource, int most, TransactionalBatchHandler<byte[]> handler) {
    return JooqBroker.builder(dataSource)
        .build()
        .worker()
        .handleBatchInTransaction(BOOK, most, handler)
        .concurrency(1)
        .prefetch(199)
        .lease(Duration.ofSeconds(3))
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

  private static Set<UUID> effects() {
    return db.dsl().select(TASK).from(EFFECTS).fetch(TASK).stream().collect(toSet());
  }

  private static int completed() {
    return db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed));
  }

  private static HikariDataSource pool(int isolation) {
    return Pools.at(isolation, db);
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        // The handler goes on, to find a task lost only when it settles them.
      }
    }
  }
}
