package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.RunInterceptor;
import io.celers.broker.worker.TaskHandler;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands around handlers. */
class RunInterceptorIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob").maxRetries(0);

  private final Recorder recorder = new Recorder();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @Test
  void firstOneIsOutermost() {
    UUID id = run(noting("one"), noting("two"));

    assertThat(calls)
        .containsExactly("one before", "two before", "handler", "two after", "one after");
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
  }

  @Test
  void itSeesWhatTheHandlerThrowsAndCannotHideIt() {
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    UUID id =
        run(
            BLOB,
            (bytes, task) -> {
              throw new IllegalStateException("of the handler");
            },
            (tasks, call) -> {
              try {
                call.proceed();
              } catch (IllegalStateException e) {
                seen.add(e);
              }
            });

    assertThat(seen).singleElement().satisfies(e -> assertThat(e).hasMessage("of the handler"));
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    assertThat(db.deadLetter(id).getErrorMessage()).contains("of the handler");
  }

  @Test
  void whatItThrowsBeforeTheHandlerIsAFailureOfTheAttempt() {
    UUID id =
        run(
            (tasks, call) -> {
              throw new IllegalStateException("no tenant");
            });

    assertThat(calls).isEmpty();
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    assertThat(db.deadLetter(id).getErrorMessage()).contains("no tenant");
  }

  @Test
  void notToCallTheHandlerIsAFailureOfTheAttempt() {
    UUID id = run((tasks, call) -> {});

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    assertThat(db.deadLetter(id).getErrorMessage()).contains("did not call the handler");
  }

  @Test
  void whatItThrowsAfterTheHandlerChangesNothing() {
    UUID id =
        run(
            (tasks, call) -> {
              call.proceed();
              throw new AssertionError("broken");
            });

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
  }

  @Test
  void stackThatIsFullAfterTheHandlerChangesNothing() {
    UUID id =
        run(
            (tasks, call) -> {
              call.proceed();
              throw new StackOverflowError("as tests want it");
            });

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
    assertThat(recorder.fatal).isEmpty();
  }

  @Test
  void errorOfTheJvmAfterTheHandlerStopsTheWorkerAndTheOutcomeIsStored() {
    UUID id =
        run(
            (tasks, call) -> {
              call.proceed();
              throw new InternalError("as tests want it");
            });

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
    assertThat(recorder.fatal).singleElement().isInstanceOf(InternalError.class);
  }

  @Test
  void handlerIsNotCalledInAnotherThread() {
    UUID id =
        run(
            (tasks, call) -> {
              Thread other =
                  new Thread(
                      () -> {
                        try {
                          call.proceed();
                        } catch (Exception e) {
                          calls.add(e.getMessage());
                        }
                      });
              other.start();
              other.join();
            });

    assertThat(calls).containsExactly("the handler is to be called in the interceptor's thread");
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    assertThat(db.deadLetter(id).getErrorMessage()).contains("did not call the handler");
  }

  @Test
  void listenerWithAFullStackCostsNoTask() {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    WorkerListener broken =
        new WorkerListener() {
          @Override
          public void ended(Delivery delivery, Outcome outcome, Duration runTime) {
            throw new StackOverflowError("as tests want it");
          }
        };

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .listener(broken)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
  }

  @Test
  void handlerIsCalledOnce() {
    UUID id =
        run(
            (tasks, call) -> {
              call.proceed();
              call.proceed();
            });

    assertThat(calls).containsExactly("handler");
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
  }

  @Test
  void itSeesAllTasksOfABatch() {
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[0])));
    try (Worker worker =
        db.broker()
            .worker()
            .handleBatchInTransaction(BLOB, 10, (tx, batch) -> {})
            .interceptor(
                (tasks, call) -> {
                  calls.add(tasks.size() + " tasks");
                  call.proceed();
                })
            .concurrency(1)
            .prefetch(9)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(5);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(calls).containsExactly("5 tasks");
  }

  @Test
  void listenersAreToldOfClaimsAndOfWhatIsGivenBack() {
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[0])));
    CountDownLatch never = new CountDownLatch(1);
    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> never.await())
            .concurrency(2)
            .prefetch(8)
            .listener(recorder)
            .start()) {
      Recorder.patiently().until(() -> recorder.started.size() == 2);

      worker.drain(Duration.ZERO);
    }

    assertThat(recorder.claimed).hasSize(5);
    assertThat(recorder.released).hasSize(3);
    assertThat(recorder.fates).hasSize(2).containsValue(Fate.RELEASED);
  }

  private RunInterceptor noting(String name) {
    return (tasks, call) -> {
      calls.add(name + " before");
      call.proceed();
      calls.add(name + " after");
    };
  }

  private UUID run(RunInterceptor... interceptors) {
    return run(BLOB, (bytes, task) -> calls.add("handler"), interceptors);
  }

  private UUID run(
      TaskType<byte[]> type, TaskHandler<byte[]> handler, RunInterceptor... interceptors) {
    UUID id = db.broker().enqueue(type.with(new byte[] {1})).id();
    WorkerBuilder builder = db.broker().worker().handle(type, handler).listener(recorder);
    for (RunInterceptor interceptor : interceptors) {
      builder.interceptor(interceptor);
    }
    try (Worker worker = builder.start()) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }
    return id;
  }
}
