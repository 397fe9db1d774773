package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.trace.TraceContext;
import io.celers.broker.trace.TracePropagation;
import io.celers.broker.worker.Worker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trace goes from who enqueues a task to its handler. */
class TracePropagationIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob").maxRetries(0);
  private static final TraceContext ONE = context("11111111111111111111111111111111");
  private static final TraceContext TWO = context("22222222222222222222222222222222");

  private final ThreadLocal<List<TraceContext>> traced = ThreadLocal.withInitial(List::of);
  private final TracePropagation tracing =
      TracePropagation.of(
          () -> traced.get().stream().findFirst(),
          contexts -> {
            traced.set(contexts);
            return traced::remove;
          });
  private final JooqBroker broker = JooqBroker.builder(db.dsl()).interceptor(tracing).build();
  private final Recorder recorder = new Recorder();

  /** What handlers found in their threads. */
  private final Map<UUID, List<TraceContext>> found = new ConcurrentHashMap<>();

  @Test
  void traceOfTheEnqueueIsThatOfTheHandler() {
    UUID none = broker.enqueue(BLOB.with(new byte[0])).id();
    traced.set(List.of(ONE));
    UUID own = broker.enqueue(BLOB.with(new byte[0])).id();
    UUID callers =
        db.dsl().transactionResult(tx -> broker.using(tx).enqueue(BLOB.with(new byte[0]))).id();
    traced.set(List.of(TWO));
    UUID other = broker.enqueue(BLOB.with(new byte[0])).id();
    UUID forwarded =
        broker.enqueue(BLOB.with(new byte[0]).header("traceparent", ONE.traceparent())).id();
    traced.remove();

    try (Worker worker = finding().start()) {
      recorder.awaitSettled(5);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(found)
        .isEqualTo(
            Map.of(
                none,
                List.of(),
                own,
                List.of(ONE),
                callers,
                List.of(ONE),
                other,
                List.of(TWO),
                forwarded,
                List.of(new TraceContext(ONE.traceparent(), Optional.empty()))));
  }

  @Test
  void whatAHandlerEnqueuesIsInTheSameTrace() {
    TaskType<byte[]> first = TaskType.ofBytes("first");
    traced.set(List.of(ONE));
    broker.enqueue(first.with(new byte[0]));
    traced.remove();

    try (Worker worker =
        finding()
            .handleInTransaction(
                first, (tx, bytes, task) -> broker.using(tx).enqueue(BLOB.with(bytes)))
            .start()) {
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(found.values()).containsExactly(List.of(ONE));
  }

  @Test
  void batchIsGivenTheDifferentTracesOfItsTasks() {
    for (TraceContext context : List.of(ONE, TWO, ONE)) {
      traced.set(List.of(context));
      broker.enqueue(BLOB.with(new byte[0]));
    }
    traced.remove();

    try (Worker worker =
        broker
            .worker()
            .handleBatchInTransaction(
                BLOB,
                10,
                (tx, batch) ->
                    batch.forEach(item -> found.put(item.task().delivery().id(), traced.get())))
            .concurrency(1)
            .prefetch(9)
            .interceptor(tracing)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(3);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(found).hasSize(3).containsValue(List.of(ONE, TWO));
  }

  @Test
  void taskWithoutRoomForTheTraceIsEnqueuedWithoutIt() {
    NewTask<byte[]> full = BLOB.with(new byte[0]);
    for (int i = 0; i < 64; i++) {
      full = full.header("header " + i, "");
    }
    traced.set(List.of(ONE));

    broker.enqueue(full);

    Delivery delivery = broker.queue("default").dequeue().orElseThrow();
    assertThat(delivery.headers()).hasSize(64).doesNotContainKey("traceparent");
  }

  @Test
  void traceStaysWithTheTask() throws IOException {
    traced.set(List.of(ONE));
    UUID id = broker.enqueue(BLOB.with(new byte[0])).id();
    traced.set(List.of(TWO));

    broker.reject(broker.queue("default").dequeue().orElseThrow(), Rejection.deadLetter("no"));
    broker.deadLetters().requeue(id);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    broker.tasks().export(TaskQuery.all(), file, progress -> {});
    db.dsl().deleteFrom(CELERS_TASKS).execute();
    broker.tasks().importFrom(new ByteArrayInputStream(file.toByteArray()), progress -> {});

    Delivery delivery = broker.queue("default").dequeue().orElseThrow();
    assertThat(delivery.id()).isEqualTo(id);
    assertThat(TraceContext.from(delivery.headers())).contains(ONE);
  }

  private WorkerBuilder finding() {
    return broker
        .worker()
        .handle(BLOB, (bytes, task) -> found.put(task.delivery().id(), traced.get()))
        .interceptor(tracing)
        .listener(recorder);
  }

  private static TraceContext context(String traceId) {
    return new TraceContext("00-" + traceId + "-00f067aa0ba902b7-01", Optional.of("congo=t61rcW"));
  }
}
