package io.celers.broker.examples.reliability.process;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.codec.UndecodablePolicy;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.worker.WorkerBuilder;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.BatchItem;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Configuration;

/** A worker for the poisoned and the good tasks of its role, until SIGTERM, or it gives up. */
final class PoisonRole {

  /** How long a handler may run that does not end. */
  private static final Duration RUN_TIME = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BATCH = 5;

  /** Of two brokers, besides those of handlers. */
  private static final int MORE_CONNECTIONS = 12;

  private static final Set<PoisonKind> TRANSACTIONAL =
      EnumSet.of(PoisonKind.GOOD_TX, PoisonKind.TX_THROWS, PoisonKind.TX_ERROR);

  /** What is expected of payloads that cannot be read. */
  private record Shape(int edges) {}

  private final Recorder recorder;
  private final List<AutoCloseable> open = new ArrayList<>();

  private PoisonRole(Recorder recorder) {
    this.recorder = recorder;
  }

  static void run(Arguments arguments, Recorder recorder) {
    PoisonRole role = new PoisonRole(recorder);
    role.start(arguments, Role.valueOf(arguments.text("role")));
    Runtime.getRuntime().addShutdownHook(new Thread(role::stop));
    RoleProcess.keepAlive();
  }

  private void start(Arguments arguments, Role role) {
    int concurrency = arguments.number("concurrency");
    HikariDataSource pool = Connections.pool(arguments, concurrency + MORE_CONNECTIONS);
    open.add(pool);
    WorkerBuilder worker =
        started(arguments, pool, UndecodablePolicy.RETRY)
            .concurrency(concurrency)
            .prefetch(concurrency);
    for (PoisonKind kind : PoisonKind.values()) {
      if (kind.role() == role) {
        handle(worker, kind);
      }
    }
    start(worker, concurrency);
    if (role == Role.STURDY) {
      WorkerBuilder other =
          started(arguments, pool, UndecodablePolicy.DEAD_LETTER)
              .concurrency(1)
              .handle(shape(PoisonKind.BURIED), (shape, task) -> {});
      start(other, 1);
    }
  }

  private WorkerBuilder started(
      Arguments arguments, HikariDataSource pool, UndecodablePolicy undecodable) {
    JooqBroker broker =
        JooqBroker.builder(pool)
            .workerId(arguments.text("name"))
            .lease(arguments.duration("lease"))
            .undecodable(undecodable)
            .build();
    open.add(broker);
    return broker.worker();
  }

  private void start(WorkerBuilder worker, int slots) {
    GivingUp givingUp = new GivingUp(recorder, slots, this::stop);
    open.add(
        worker
            .listener(new RecordingListener(recorder))
            .listener(givingUp)
            .closeTimeout(PATIENCE)
            .start());
  }

  private static void handle(WorkerBuilder worker, PoisonKind kind) {
    if (kind == PoisonKind.UNKNOWN || kind == PoisonKind.BURIED || kind == PoisonKind.BATCH) {
      // nobody's, the other worker's, and that of the good ones
    } else if (kind == PoisonKind.UNREADABLE) {
      worker.handle(shape(kind), (shape, task) -> {});
    } else if (kind.isShared()) {
      worker.handleBatchInTransaction(kind.type(), BATCH, PoisonRole::doTogether);
    } else if (TRANSACTIONAL.contains(kind)) {
      worker.handleInTransaction(
          kind.type(),
          (tx, bytes, task) -> {
            write(tx, task.delivery());
            PoisonDeeds.commit(kind);
          });
    } else {
      worker.handle(kind.type(), (bytes, task) -> PoisonDeeds.commit(kind));
    }
    if (kind == PoisonKind.HALT) {
      // one at a time, so that none is taken along that has not begun
      worker.limit(kind.type(), HandlerLimits.NONE.withConcurrency(1));
    }
    if (kind == PoisonKind.ENDLESS || kind == PoisonKind.SLOW) {
      worker.limit(kind.type(), HandlerLimits.NONE.withRunTime(RUN_TIME));
    }
  }

  private static TaskType<Shape> shape(PoisonKind kind) {
    return TaskType.of(kind.type().name(), Shape.class).queue(kind.queue());
  }

  private static void doTogether(Configuration tx, List<BatchItem<byte[]>> batch) throws Exception {
    for (BatchItem<byte[]> item : batch) {
      write(tx, item.task().delivery());
    }
    if (batch.stream().anyMatch(item -> PoisonKind.isPoison(item.payload()))) {
      PoisonDeeds.commit(PoisonKind.BATCH);
    }
  }

  private static void write(Configuration tx, Delivery delivery) {
    tx.dsl()
        .insertInto(
            table(name("reliability", "effects")),
            field(name("task"), UUID.class),
            field(name("receipt"), UUID.class))
        .values(delivery.id(), delivery.receipt())
        .execute();
  }

  /** What was opened last is closed first. */
  private synchronized void stop() {
    for (int i = open.size() - 1; i >= 0; i--) {
      close(open.get(i));
    }
    open.clear();
    recorder.close();
  }

  private void close(AutoCloseable part) {
    try {
      if (part instanceof Worker worker) {
        int left = worker.drain(PATIENCE).abandoned().size();
        recorder.record(EventKind.MEASURED, null, null, left, "abandoned");
      } else {
        part.close();
      }
    } catch (Exception e) {
      recorder.record(EventKind.MEASURED, null, null, 1, "could not close: " + e);
    }
  }
}
