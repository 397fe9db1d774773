package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that do more harm than to throw an exception. */
class PoisonIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> POISON =
      TaskType.ofBytes("poison").priority(9).maxRetries(0);
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @ValueSource(
      classes = {
        OutOfMemoryError.class,
        StackOverflowError.class,
        NoClassDefFoundError.class,
        AssertionError.class
      })
  void errorOfAnAttemptFailsTheAttemptAndTheWorkerLives(Class<? extends Error> error) {
    UUID id = db.broker().enqueue(POISON.with(new byte[] {1})).id();

    try (Worker worker = workerThatThrows(error)) {
      recorder.awaitSettled(1);
      db.broker().enqueue(BLOB.with(new byte[] {1}));
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).containsEntry(id, Fate.DEAD_LETTER).containsValue(Fate.COMPLETED);
    assertThat(db.broker().deadLetters().find(id).orElseThrow().error().orElseThrow())
        .contains(error.getName());
  }

  @Test
  void errorThatCannotBePutIntoWordsIsAFailedAttempt() {
    UUID id = db.broker().enqueue(POISON.with(new byte[] {1})).id();

    try (Worker worker = workerThatThrows(MuteError.class)) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).containsEntry(id, Fate.DEAD_LETTER);
    assertThat(db.broker().deadLetters().find(id).orElseThrow().error().orElseThrow())
        .contains(MuteError.class.getName());
  }

  @Test
  void errorThatCannotBePutIntoWordsTakesNoneOfItsBatchAlong() {
    TaskType<byte[]> together = TaskType.ofBytes("together").maxRetries(0);
    UUID poison = db.broker().enqueue(together.with(new byte[] {1})).id();
    UUID good = db.broker().enqueue(together.with(new byte[] {0})).id();

    try (Worker worker =
        db.broker()
            .worker()
            .handleBatchInTransaction(
                together,
                2,
                (tx, batch) -> {
                  if (batch.stream().anyMatch(item -> item.payload()[0] == 1)) {
                    throw new MuteError();
                  }
                })
            .concurrency(1)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates)
        .containsEntry(poison, Fate.DEAD_LETTER)
        .containsEntry(good, Fate.COMPLETED);
  }

  @Test
  void errorOfTheJvmStopsTheWorkerAndGivesTheRestBack() {
    CountDownLatch never = new CountDownLatch(1);
    UUID id = db.broker().enqueue(POISON.with(new byte[] {1})).id();
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(
                POISON,
                (bytes, task) -> {
                  throw new InternalError("as tests want it");
                })
            .handle(BLOB, (bytes, task) -> never.await())
            .concurrency(2)
            .closeTimeout(Duration.ZERO)
            .listener(recorder)
            .start()) {
      Recorder.patiently().until(() -> recorder.fatal.size() == 1);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(recorder.fatal.get(0)).isInstanceOf(InternalError.class);
    assertThat(recorder.fates).containsEntry(id, Fate.DEAD_LETTER);
    assertThat(db.broker().queue("default").dequeue(10))
        .hasSize(5)
        .allMatch(delivery -> delivery.deliveries() == 1);
  }

  @Test
  void errorInAThreadOfTheWorkersOwnStopsItAndGivesTheRestBack() {
    CountDownLatch end = new CountDownLatch(1);
    WorkerListener broken =
        new WorkerListener() {
          @Override
          public void heartbeat(int extended) {
            if (extended > 0) {
              throw new InternalError("as tests want it");
            }
          }
        };
    db.broker().enqueueAll(Collections.nCopies(4, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> end.await())
            .concurrency(1)
            .prefetch(3)
            .lease(Duration.ofSeconds(1))
            .listener(recorder)
            .listener(broken)
            .start()) {
      Recorder.patiently().until(() -> recorder.released.size() == 3);

      assertThat(recorder.released)
          .extracting(released -> db.task(released.id()))
          .allMatch(task -> task.getState() == CelersTaskState.pending)
          .allMatch(task -> task.getDeliveries() == 0);
      assertThat(worker.inHand()).isOne();
      end.countDown();
      recorder.awaitSettled(1);
    }

    assertThat(recorder.fatal).hasSize(1).allMatch(InternalError.class::isInstance);
    assertThat(recorder.fates.values()).containsExactly(Fate.COMPLETED);
  }

  @Test
  void taskThatKillsItsHolderEveryTimeIsBuriedByAWorkerOfAnotherQueue() {
    UUID id = db.broker().enqueue(POISON.with(new byte[] {1}).queue("nobody's")).id();
    assertThat(db.broker().queue("nobody's").dequeue()).isPresent();
    db.clock().advance(Duration.ofHours(1));

    try (Worker worker = workerThatThrows(AssertionError.class)) {
      Recorder.patiently().until(() -> db.broker().deadLetters().find(id).isPresent());
      assertThat(worker.inHand()).isZero();
    }

    assertThat(db.broker().deadLetters().find(id).orElseThrow().cause())
        .isEqualTo(DeadLetter.Cause.LEASE_EXPIRED);
  }

  @Test
  void taskOfADeadWorkerIsDoneByAnother() {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    assertThat(db.broker().queue("default").dequeue()).isPresent();
    db.clock().advance(Duration.ofHours(1));

    try (Worker worker = workerThatThrows(AssertionError.class)) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.completed);
    assertThat(recorder.started.get(0).deliveries()).isEqualTo(2);
  }

  private Worker workerThatThrows(Class<? extends Error> error) {
    return db.broker()
        .worker()
        .handle(
            POISON,
            (bytes, task) -> {
              throw error.getDeclaredConstructor().newInstance();
            })
        .handle(BLOB, (bytes, task) -> {})
        .listener(recorder)
        .start();
  }

  /** Throws itself where it should say what it is. */
  static final class MuteError extends Error {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new IllegalStateException("as tests want it", this);
    }
  }
}
