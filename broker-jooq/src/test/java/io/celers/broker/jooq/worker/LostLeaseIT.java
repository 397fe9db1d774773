package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_SETTLEMENT_ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.TransactionContext;
import org.jooq.TransactionListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.impl.DefaultTransactionListenerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers whose task is not theirs any more, or that run too long. */
class LostLeaseIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RetryPolicy LATER = RetryPolicy.fixed(Duration.ofMinutes(1));
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicReference<String> ended = new AtomicReference<>("not yet");

  @Test
  void handlerIsInterruptedWhenSomebodyElseHasItsTask() throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    try (Worker worker = waiting().start()) {
      begun.await();

      Delivery rivals = Rival.claims(db, id);

      Recorder.patiently().until(() -> ended.get().equals("interrupted, cancelled"));
      Recorder.patiently().until(() -> worker.inHand() == 0);
      recorder.awaitLost(id);
      assertThat(recorder.lost).isEqualTo(Map.of(id, new NotHeld.LeaseLost(id)));
      assertThat(recorder.fates).isEmpty();
      assertThat(db.task(id).getReceipt()).isEqualTo(rivals.receipt());
      assertThat(db.task(id).getVisibleAt().toInstant()).isEqualTo(rivals.leaseUntil());
    }
  }

  @Test
  void handlerIsInterruptedWhenItsTaskIsCancelled() throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    try (Worker worker = waiting().start()) {
      begun.await();

      db.broker().tasks().cancel(id, "not needed any more");

      Recorder.patiently().until(() -> worker.inHand() == 0);
      assertThat(ended).hasValue("interrupted, cancelled");
      recorder.awaitLost(id);
      assertThat(recorder.lost).isEqualTo(Map.of(id, new NotHeld.Cancelled(id)));
      assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.cancelled);
    }
  }

  @Test
  void handlerThatRunsLongerThanItMayHasFailed() throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    try (Worker worker =
        waiting().limit(BLOB, HandlerLimits.NONE.withRunTime(Duration.ofMillis(200))).start()) {
      recorder.awaitSettled(1);

      assertThat(worker.inHand()).isZero();
      assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.RETRY));
      assertThat(db.task(id).getErrorMessage()).isEqualTo("ran longer than PT0.2S");
    }
  }

  @Test
  void handlerThatIgnoresItsInterruptionDoesNotBlockTheOthers() throws Exception {
    TaskType<byte[]> stubborn = TaskType.ofBytes("stubborn").priority(9).maxRetries(0);
    UUID id = db.broker().enqueue(stubborn.with(new byte[] {1})).id();
    UUID next = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    try (Worker worker =
        db.broker()
            .worker()
            .handle(stubborn, (bytes, task) -> awaitWhateverHappens(never))
            .handle(BLOB, (bytes, task) -> {})
            .limit(stubborn, HandlerLimits.NONE.withRunTime(Duration.ofMillis(100)))
            .concurrency(1)
            .lease(LEASE)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(1);

      // its slot is free before it is told
      Recorder.patiently().until(() -> !recorder.stuck.isEmpty());
      assertThat(recorder.stuck).containsExactly(id);
      assertThat(recorder.fates).isEqualTo(Map.of(next, Fate.COMPLETED));
      // Its lease is not kept, so it is known to have failed.
      db.clock().advance(LEASE);
      Recorder.patiently()
          .until(
              () ->
                  db.broker().maintenance().reap(10).complete()
                      && db.broker().deadLetters().find(id).isPresent());
      never.countDown();
      Recorder.patiently().until(() -> worker.inHand() == 0);
      recorder.awaitLost(id);
      assertThat(recorder.lost).containsOnlyKeys(id);
    }
  }

  @Test
  void lossThatHeartbeatAndAckFindOutTogetherIsToldOnce() throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    CountDownLatch toldByTheAck = new CountDownLatch(1);
    List<Delivery> told = new CopyOnWriteArrayList<>();
    WorkerListener counting =
        new WorkerListener() {
          @Override
          public void lost(Delivery delivery, NotHeld why) {
            told.add(delivery);
            toldByTheAck.countDown();
          }
        };
    try (Worker worker =
        JooqBroker.on(afterALookUpByHeartbeats(() -> letTheHandlerEnd(toldByTheAck)))
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  begun.countDown();
                  never.await();
                })
            .lease(LEASE)
            .listener(counting)
            .start()) {
      begun.await();

      Rival.claims(db, id);

      Recorder.patiently().until(() -> worker.inHand() == 0);
    }
    // closed, so the heartbeat has ended; where its lease ends too early, the worker has the task
    // twice
    assertThat(told).isNotEmpty().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void taskThatSomebodyElseHasDoneAfterItsRetryIsNotToldAsLost(boolean inTransaction)
      throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1}).retryPolicy(LATER)).id();
    Overtaking overtaking = new Overtaking(id, inTransaction);
    try (Worker worker =
        retrying(JooqBroker.on(overtaking.dsl()).worker(), inTransaction)
            .concurrency(1)
            .prefetch(0)
            .lease(LEASE)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(1);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }
    assertThat(overtaking.askedAgain).isTrue();
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.RETRY));
    assertThat(recorder.lost).isEmpty();
  }

  private static WorkerBuilder retrying(WorkerBuilder worker, boolean inTransaction) {
    return inTransaction
        ? worker.handleInTransactionWithOutcome(BLOB, (tx, bytes, task) -> Outcome.retry("once"))
        : worker.handleWithOutcome(BLOB, (bytes, task) -> Outcome.retry("once"));
  }

  /**
   * When a retry is stored, and nobody has been told so yet, somebody else does the task; then it
   * waits until a heartbeat has found that the task is not the worker's.
   */
  private static final class Overtaking implements ExecuteListener, TransactionListener {
    private static final long serialVersionUID = 1L;

    private final UUID id;
    private final boolean inTransaction;
    private final AtomicBoolean retried = new AtomicBoolean();
    private final AtomicBoolean lookedUp = new AtomicBoolean();
    private final CountDownLatch asksAgain = new CountDownLatch(1);
    private final AtomicBoolean askedAgain = new AtomicBoolean();

    Overtaking(UUID id, boolean inTransaction) {
      this.id = id;
      this.inTransaction = inTransaction;
    }

    DSLContext dsl() {
      return db.dsl()
          .configuration()
          .derive(new DefaultExecuteListenerProvider(this))
          .derive(new DefaultTransactionListenerProvider(this))
          .dsl();
    }

    @Override
    public void executeStart(ExecuteContext execution) {
      if (lookedUp.get() && isOfHeartbeats(execution, "")) {
        asksAgain.countDown();
      }
    }

    @Override
    public void end(ExecuteContext execution) {
      if (isOfHeartbeats(execution, CELERS_DEAD_LETTER_QUEUE.getName())) {
        lookedUp.set(true);
      } else if (isRetry(execution)) {
        retried.set(true);
        if (!inTransaction) {
          overtake();
        }
      }
    }

    @Override
    public void commitEnd(TransactionContext transaction) {
      if (inTransaction && retried.getAndSet(false)) {
        overtake();
      }
    }

    private void overtake() {
      db.broker().ack(Rival.claims(db, id));
      askedAgain.set(isOverWithin(PATIENCE, asksAgain));
    }
  }

  /** The heartbeat knows of the loss; before it can tell, the handler returns. */
  private void letTheHandlerEnd(CountDownLatch toldByTheAck) {
    never.countDown();
    awaitWhateverHappens(toldByTheAck);
  }

  /** Heartbeats look up who holds a task only if they have lost one. */
  private static DSLContext afterALookUpByHeartbeats(Runnable action) {
    return with(
        new ExecuteListener() {
          @Override
          public void end(ExecuteContext execution) {
            if (isOfHeartbeats(execution, CELERS_DEAD_LETTER_QUEUE.getName())) {
              action.run();
            }
          }
        });
  }

  private static boolean isRetry(ExecuteContext execution) {
    return !isOfHeartbeats(execution, "") && says(execution, CELERS_SETTLEMENT_ROWS.getName());
  }

  private static boolean isOfHeartbeats(ExecuteContext execution, String words) {
    return Thread.currentThread().getName().endsWith("-heartbeats") && says(execution, words);
  }

  private static boolean says(ExecuteContext execution, String words) {
    String sql = execution.sql();
    return sql != null && sql.contains(words);
  }

  private static DSLContext with(ExecuteListener listener) {
    return db.dsl().configuration().derive(new DefaultExecuteListenerProvider(listener)).dsl();
  }

  private WorkerBuilder waiting() {
    return db.broker()
        .worker()
        .handle(
            BLOB,
            (bytes, task) -> {
              begun.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                ended.set("interrupted, " + (task.cancelled() ? "cancelled" : "not cancelled"));
                throw e;
              }
            })
        .concurrency(1)
        .prefetch(0)
        .lease(LEASE)
        .listener(recorder);
  }

  private static boolean isOverWithin(Duration time, CountDownLatch latch) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        // This is the point of it.
      }
    }
  }
}
