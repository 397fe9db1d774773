package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the enqueue to the handler and the ack. */
class WorkerIT {

  record SendInvoice(long orderId, String email) {}

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<SendInvoice> SEND_INVOICE =
      TaskType.of("send-invoice", SendInvoice.class).queue("mail");
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  @Test
  void firstJobIsDone() {
    Queue<SendInvoice> sent = new ConcurrentLinkedQueue<>();
    UUID id = db.broker().enqueue(SEND_INVOICE.with(new SendInvoice(42, "a@b.c"))).id();

    try (Worker worker =
        db.broker()
            .worker()
            .handle(SEND_INVOICE, (invoice, task) -> sent.add(invoice))
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(sent).containsExactly(new SendInvoice(42, "a@b.c"));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.completed);
    assertThat(recorder.fates).isEqualTo(Map.of(id, Settlement.Fate.COMPLETED));
    Delivery delivery = recorder.started.get(0);
    assertThat(delivery.claimedAt()).isAfterOrEqualTo(delivery.dueAt());
    assertThat(delivery.dueAt()).isEqualTo(delivery.scheduledAt());
  }

  @Test
  void interruptionThatAHandlerLeavesBehindDoesNotReachTheNextTask() {
    Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
    db.broker().enqueueAll(Collections.nCopies(5, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  interrupted.add(Thread.currentThread().isInterrupted());
                  Thread.currentThread().interrupt();
                })
            .concurrency(1)
            .prefetch(4)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(5);
    }

    assertThat(interrupted).hasSize(5).containsOnly(false);
  }

  @Test
  void executorOfTheApplicationIsHandedEachTask() {
    AtomicInteger handedOver = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(2);
    db.broker().enqueueAll(Collections.nCopies(7, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .concurrency(2)
            .executor(
                task -> {
                  handedOver.incrementAndGet();
                  executor.execute(task);
                })
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(7);
    } finally {
      executor.shutdown();
    }

    assertThat(handedOver).hasValue(7);
  }

  @Test
  void tasksThatComeLaterAreFound() {
    try (Worker worker =
        db.broker().worker().handle(BLOB, (bytes, task) -> {}).listener(recorder).start()) {
      for (int i = 1; i <= 3; i++) {
        db.broker().enqueue(BLOB.with(new byte[] {1}));
        recorder.awaitSettled(i);
      }
    }

    assertThat(recorder.started).hasSize(3);
  }

  @Test
  void eachOfManyIsRunOnceByAsManyThreadsAsAsked() throws Exception {
    int tasks = 500;
    CountDownLatch allAtOnce = new CountDownLatch(8);
    Queue<UUID> run = new ConcurrentLinkedQueue<>();
    db.broker().enqueueAll(Collections.nCopies(tasks, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  allAtOnce.countDown();
                  allAtOnce.await();
                  run.add(task.delivery().id());
                })
            .concurrency(8)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(tasks);
    }

    assertThat(run).hasSize(tasks).doesNotHaveDuplicates();
    assertThat(recorder.fates.values()).containsOnly(Settlement.Fate.COMPLETED);
    assertThat(recorder.started).allMatch(delivery -> delivery.deliveries() == 1);
  }

  @Test
  void nothingIsLeftOfAWorkerThatWasClosed() {
    Recorder.patiently().until(() -> threads() == 0);
    long connections = connections();
    db.broker().enqueueAll(Collections.nCopies(100, BLOB.with(new byte[] {1})));

    Worker worker =
        db.broker().worker().handle(BLOB, (bytes, task) -> {}).listener(recorder).start();
    recorder.awaitSettled(100);
    assertThat(threads()).isPositive();
    worker.close();
    worker.close();

    Recorder.patiently().until(() -> threads() == 0);
    Recorder.patiently().until(() -> busyConnections() == 0);
    assertThat(connections()).isLessThanOrEqualTo(Math.max(connections, 16));
  }

  @Test
  void handlersRunInTheExecutorThatIsGiven() {
    ExecutorService executor =
        Executors.newFixedThreadPool(2, work -> new Thread(work, "of the application"));
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    db.broker().enqueue(BLOB.with(new byte[] {1}));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> threads.add(Thread.currentThread().getName()))
            .executor(executor)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(1);
    }

    assertThat(threads).containsExactly("of the application");
    assertThat(executor.isShutdown()).isFalse();
    executor.shutdown();
  }

  @Test
  void tasksThatTheExecutorRefusesAreGivenBackAndClaimedAgain() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    AtomicInteger refusals = new AtomicInteger();
    db.broker().enqueueAll(Collections.nCopies(20, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .executor(
                work -> {
                  if (refusals.incrementAndGet() <= 25) {
                    throw new RejectedExecutionException("as tests want it");
                  }
                  executor.execute(work);
                })
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(20);
      assertThat(worker.inHand()).isZero();
    }

    executor.shutdown();
    assertThat(recorder.started).hasSize(20).allMatch(delivery -> delivery.deliveries() == 1);
  }

  @Test
  void listenerThatFailsHurtsNoTask() {
    db.broker().enqueueAll(Collections.nCopies(10, BLOB.with(new byte[] {1})));
    WorkerListener failing =
        new WorkerListener() {
          @Override
          public void started(Delivery delivery) {
            throw new IllegalStateException("as tests want it");
          }

          @Override
          public void settled(Delivery delivery, Settlement.Settled settlement) {
            throw new AssertionError("as tests want it");
          }
        };

    try (Worker worker =
        db.broker()
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .listener(failing)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(10);
    }

    assertThat(recorder.fates.values()).containsOnly(Settlement.Fate.COMPLETED);
  }

  @Test
  void workerThatCouldNotWorkDoesNotStart() throws Exception {
    assertThatThrownBy(() -> db.broker().worker().start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handler");
    assertThatThrownBy(
            () -> db.broker().worker().handle(BLOB, (b, t) -> {}).handle(BLOB, (b, t) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    try (Session session = Session.inTransactions(db)) {
      assertThatThrownBy(() -> workerOn(session.dsl()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("data source");
    }
  }

  private static Worker workerOn(DSLContext dsl) {
    return JooqBroker.on(dsl).worker().handle(BLOB, (bytes, task) -> {}).start();
  }

  /** Those that a worker has started itself; virtual ones are not among them. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().matches("celers-worker-.*-(claims|heartbeats|upkeep|completions)"))
        .count();
  }

  private static long connections() {
    return db.dsl()
        .resultQuery("select count(*) from pg_stat_activity where datname = current_database()")
        .fetchSingle(0, Long.class);
  }

  private static long busyConnections() {
    return db.dsl()
        .resultQuery(
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and state <> 'idle'")
        .fetchSingle(0, Long.class);
  }
}
