package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Drained;
import io.celers.broker.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stopping a worker: what is running ends, what waits goes back, nothing is forgotten. */
class DrainIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob").maxRetries(0);
  private static final TaskType<byte[]> BLOB_IN_TRANSACTION = TaskType.ofBytes("tx").maxRetries(0);

  private final Recorder recorder = new Recorder();
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void thousandPrefetchedTasksGoBackWithoutAPenaltyWhileTheRunningOnesEnd() throws Exception {
    db.broker().enqueueAll(Collections.nCopies(1_500, BLOB.with(new byte[] {1})));
    Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .concurrency(20)
            .prefetch(1_000)
            .listener(recorder)
            .start();
    Recorder.patiently().until(() -> recorder.started.size() == 20);

    CompletableFuture<Drained> drained =
        CompletableFuture.supplyAsync(() -> worker.drain(Duration.ofMinutes(1)));
    Recorder.patiently().until(() -> pending() == 1_480);
    assertThat(drained).isNotDone();
    end.countDown();

    assertThat(drained.get(30, TimeUnit.SECONDS)).isEqualTo(new Drained(1_000, List.of()));
    assertThat(drained.get().complete()).isTrue();
    assertThat(worker.inHand()).isZero();
    assertThat(recorder.fates).hasSize(20);
    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
    assertThat(pending()).isEqualTo(1_480);
    assertThat(db.broker().queue("default").dequeue(2_000))
        .hasSize(1_480)
        .allMatch(delivery -> delivery.deliveries() == 1);
  }

  @Test
  void connectionsAndThreadsAreAsManyAsBeforeOnceADrainUnderLoadIsOver() throws Exception {
    db.broker().enqueueAll(Collections.nCopies(2_000, BLOB.with(new byte[] {1})));
    db.broker().enqueueAll(Collections.nCopies(1_000, BLOB_IN_TRANSACTION.with(new byte[] {1})));
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    try (HikariDataSource pool = pool();
        JooqBroker broker = JooqBroker.builder(pool).build()) {
      Worker worker =
          broker
              .worker()
              .handle(BLOB, (bytes, task) -> {})
              .handleInTransaction(BLOB_IN_TRANSACTION, (tx, bytes, task) -> {})
              .concurrency(8)
              .prefetch(1_000)
              .listener(recorder)
              .start();
      recorder.awaitSettled(500);

      Drained drained = worker.drain(Duration.ofMinutes(1));

      assertThat(drained.complete()).isTrue();
      assertThat(worker.inHand()).isZero();
      assertThat(recorder.fates).hasSameSizeAs(recorder.outcomes);
      assertThat(pending()).isEqualTo(3_000 - recorder.fates.size());
      assertThat(pool.getHikariPoolMXBean().getActiveConnections())
          .as("the listener keeps one until nobody has subscribed for some seconds")
          .isLessThanOrEqualTo(1);
      Recorder.patiently().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
      Recorder.patiently().until(() -> brokersThreads(threads).isEmpty());
    }
  }

  @Test
  void leasesAreKeptUntilTheLastTaskEnds() throws Exception {
    db.broker().enqueue(BLOB.with(new byte[] {1}));
    Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .lease(Duration.ofSeconds(1))
            .listener(recorder)
            .start();
    Recorder.patiently().until(() -> recorder.started.size() == 1);

    CompletableFuture<Drained> drained =
        CompletableFuture.supplyAsync(() -> worker.drain(Duration.ofMinutes(1)));
    int before = recorder.extended.get();
    Recorder.patiently().until(() -> recorder.extended.get() >= before + 6);
    end.countDown();

    assertThat(drained.get(30, TimeUnit.SECONDS).complete()).isTrue();
    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
  }

  @Test
  void handlerThatListensToItsInterruptionGivesItsTaskBack() {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    Worker worker =
        db.broker().worker().handle(BLOB, (bytes, task) -> end.await()).listener(recorder).start();
    Recorder.patiently().until(() -> recorder.started.size() == 1);

    Drained drained = worker.drain(Duration.ZERO);

    assertThat(drained).isEqualTo(new Drained(0, List.of()));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.pending);
    assertThat(db.task(id).getDeliveries()).isZero();
  }

  @Test
  void handlerThatDoesNotEndIsTold() {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    Worker worker =
        db.broker()
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  while (end.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                })
            .listener(recorder)
            .start();
    Recorder.patiently().until(() -> recorder.started.size() == 1);

    Drained drained = worker.drain(Duration.ZERO);
    end.countDown();

    assertThat(drained.complete()).isFalse();
    assertThat(drained.abandoned()).extracting(Delivery::id).containsExactly(id);
    assertThat(worker.drain(Duration.ofSeconds(1))).isSameAs(drained);
  }

  @Test
  void whatCannotBeGivenBackIsTold() {
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[] {1})));
    Worker worker =
        JooqBroker.on(refusingReleases())
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .concurrency(1)
            .prefetch(4)
            .listener(recorder)
            .start();
    Recorder.patiently().until(() -> worker.inHand() == 5 && recorder.started.size() == 1);
    UUID running = recorder.started.get(0).id();

    CompletableFuture<Drained> drained =
        CompletableFuture.supplyAsync(() -> worker.drain(Duration.ofMinutes(1)));
    Recorder.patiently().until(() -> recorder.unreported.size() == 4);
    end.countDown();

    assertThat(drained.join().released()).isZero();
    assertThat(drained.join().abandoned())
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(recorder.unreported)
        .doesNotContain(running);
    assertThat(recorder.fates).isEqualTo(Map.of(running, Fate.COMPLETED));
    assertThat(recorder.released).isEmpty();
  }

  @Test
  void whatIsNotHeldAnyMoreWhenItIsToBeGivenBackIsTold() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(db.broker().enqueue(BLOB.with(new byte[] {1}).maxRetries(1)).id());
    }
    Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .concurrency(1)
            .prefetch(2)
            .listener(recorder)
            .start();
    Recorder.patiently().until(() -> worker.inHand() == 3 && recorder.started.size() == 1);
    Rival.claims(db, ids.get(2));

    Drained drained = worker.drain(Duration.ZERO);

    assertThat(drained).isEqualTo(new Drained(1, List.of()));
    assertThat(recorder.lost).isEqualTo(Map.of(ids.get(2), new NotHeld.LeaseLost(ids.get(2))));
  }

  @Test
  void outcomesThatGatherAreStoredBeforeTheEnd() {
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[] {1})));
    Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .settleInGroups(1_000, Duration.ofSeconds(20))
            .listener(recorder)
            .start();
    Recorder.patiently().until(() -> recorder.outcomes.size() == 5);

    assertThat(worker.drain(Duration.ofSeconds(60)).complete()).isTrue();

    assertThat(recorder.fates).hasSize(5);
  }

  @Test
  void prefetchedTasksOfAPausedQueueGoBack() {
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[] {1})));
    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .concurrency(1)
            .prefetch(4)
            .listener(recorder)
            .start()) {
      Recorder.patiently().until(() -> worker.inHand() == 5);

      db.broker().queue("default").pause("for a while");

      Recorder.patiently().until(() -> pending() == 4);
      // what is committed is answered a moment later
      Recorder.patiently().until(() -> worker.inHand() == 1);
      end.countDown();
    }
    assertThat(recorder.fates).hasSize(1);
  }

  /** Only a release takes a delivery off again. */
  private static DSLContext refusingReleases() {
    String taken = CELERS_TASKS.DELIVERIES.getName() + "\" - 1";
    ExecuteListener listener =
        new ExecuteListener() {
          @Override
          public void executeStart(ExecuteContext execution) {
            String sql = execution.sql();
            if (sql != null && sql.contains(taken)) {
              throw new DataAccessException(
                  "refused", new SQLException("refused, as tests want it", "08006"));
            }
          }
        };
    return db.dsl().configuration().derive(new DefaultExecuteListenerProvider(listener)).dsl();
  }

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(16);
    return new HikariDataSource(config);
  }

  private static List<String> brokersThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("celers-"))
        .toList();
  }

  private static int pending() {
    return db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.pending));
  }
}
