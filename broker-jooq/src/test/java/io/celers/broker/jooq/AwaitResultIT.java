package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Results;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.result.Awaited;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers that wait for a result. */
class AwaitResultIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Counts looks, so that a test knows that somebody waits. */
  private static final class Looks implements ExecuteListener {

    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch some = new CountDownLatch(6);

    @Override
    public void executeEnd(ExecuteContext ctx) {
      some.countDown();
    }

    Results results() {
      return JooqBroker.on(
              db.dsl().configuration().derive(new DefaultExecuteListenerProvider(this)).dsl())
          .results();
    }

    void haveBeenTaken() throws InterruptedException {
      assertThat(some.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void waiterNotesThatItWaitsAndIsNotified() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    Future<Awaited> waiter = threads.submit(() -> db.broker().results().await(id, LONG));
    Awaitility.await()
        .until(() -> db.dsl().fetchValues(CELERS_SLEEPERS.TOPIC).contains("result " + id));

    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
    db.broker().ack(delivery, TaskResult.success(delivery));

    assertThat(waiter.get(1, TimeUnit.MINUTES)).isInstanceOf(Awaited.Finished.class);
  }

  @Test
  void waiterWithoutNotificationsNotesNothing() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    JooqBroker broker = JooqBroker.builder(db.dsl()).withoutNotifications().build();

    Awaited outcome = broker.results().await(id, Duration.ofMillis(200));

    assertThat(outcome).isEqualTo(new Awaited.TimedOut(id));
    assertThat(db.dsl().fetchCount(CELERS_SLEEPERS)).isZero();
  }

  @Test
  void waiterGetsTheResultThatAnotherThreadStores() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    Looks looks = new Looks();
    Future<Awaited> waiter = threads.submit(() -> looks.results().await(id, LONG));
    looks.haveBeenTaken();
    assertThat(waiter).isNotDone();
    Delivery delivery = dequeued();

    db.broker().ack(delivery, TaskResult.success(delivery).json("[1]"));

    assertThat(waiter.get(1, TimeUnit.MINUTES))
        .isInstanceOfSatisfying(
            Awaited.Finished.class,
            finished -> {
              assertThat(finished.result().taskId()).isEqualTo(id);
              assertThat(finished.result().json()).contains("[1]");
            });
  }

  @Test
  void resultIsSeenOnlyWhenItIsCommitted() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    Delivery delivery = dequeued();
    try (Session session = Session.inTransactions(db)) {
      session.broker().ack(delivery, TaskResult.success(delivery));
      assertThat(results().await(id, MOMENT)).isEqualTo(new Awaited.TimedOut(id));
      session.commit();
    }

    assertThat(results().await(id, Duration.ZERO)).isInstanceOf(Awaited.Finished.class);
  }

  @Test
  void manyWaitersGetEachItsOwn() throws Exception {
    List<UUID> ids = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> ids.add(db.broker().enqueue(TASK).id()));
    List<Future<Awaited>> waiters = new ArrayList<>();
    ids.forEach(id -> waiters.add(threads.submit(() -> results().await(id, LONG))));

    for (Delivery delivery : db.broker().queue("default").dequeue(20)) {
      db.broker().ack(delivery, TaskResult.success(delivery));
    }

    for (int i = 0; i < ids.size(); i++) {
      Awaited.Finished finished = (Awaited.Finished) waiters.get(i).get(1, TimeUnit.MINUTES);
      assertThat(finished.result().taskId()).isEqualTo(ids.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(ResultStatus.class)
  void onlyAFinalResultEndsTheWait(ResultStatus status) throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    results().store(TaskResult.of(id, "blob", status));

    Awaited awaited = results().await(id, Duration.ZERO);

    assertThat(awaited instanceof Awaited.Finished).isEqualTo(status.isFinal());
    assertThat(awaited instanceof Awaited.TimedOut).isEqualTo(!status.isFinal());
  }

  @Test
  void resultOutlivesItsTask() throws Exception {
    UUID id = UUID.randomUUID();
    results().store(TaskResult.of(id, "blob", ResultStatus.SUCCESS));
    results().archive(Duration.ZERO);

    assertThat(results().await(id, Duration.ZERO)).isInstanceOf(Awaited.Finished.class);
  }

  @Test
  void unknownTaskIsAbsentAtOnce() throws Exception {
    UUID id = UUID.randomUUID();

    assertThat(results().await(id, LONG)).isEqualTo(new Awaited.Absent(id));
  }

  @Test
  void taskThatEndedWithoutAResultEndsTheWait() throws Exception {
    UUID acked = db.broker().enqueue(TASK).id();
    db.broker().ack(dequeued());
    UUID dead = db.broker().enqueue(TASK).id();
    db.broker().reject(dequeued(), Rejection.deadLetter("no"));
    UUID failed = db.broker().enqueue(TASK).id();
    db.broker().reject(dequeued(), Rejection.discard("no"));
    UUID cancelled = db.broker().enqueue(TASK).id();
    db.broker().tasks().cancel(cancelled, "no");

    for (UUID id : List.of(acked, dead, failed, cancelled)) {
      assertThat(results().await(id, LONG)).isEqualTo(new Awaited.Ended(id));
    }
  }

  @Test
  void waitIsInterruptible() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    Looks looks = new Looks();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                looks.results().await(id, LONG);
              } catch (InterruptedException e) {
                thrown.complete(e);
              }
            });
    waiter.start();
    looks.haveBeenTaken();

    waiter.interrupt();

    assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void waitersHoldNoConnection() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    List<Future<Awaited>> waiters = new ArrayList<>();
    // Three times as many as the pool has connections.
    IntStream.range(0, 48)
        .forEach(i -> waiters.add(threads.submit(() -> results().await(id, LONG))));
    Delivery delivery = dequeued();

    db.broker().ack(delivery, TaskResult.success(delivery));

    for (Future<Awaited> waiter : waiters) {
      assertThat(waiter.get(1, TimeUnit.MINUTES)).isInstanceOf(Awaited.Finished.class);
    }
  }

  @Test
  void waitInATransactionIsRefused() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      assertThatThrownBy(() -> session.broker().results().await(UUID.randomUUID(), LONG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in a transaction");
    }
  }

  @Test
  void timeoutIsBounded() {
    UUID id = UUID.randomUUID();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> results().await(id, Duration.ofNanos(-1)))
        .withMessageContaining("from zero to PT24H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> results().await(id, Duration.ofDays(1).plusNanos(1)));
  }

  private static Results results() {
    return db.broker().results();
  }

  private static Delivery dequeued() {
    return db.broker().queue("default").dequeue().orElseThrow();
  }
}
