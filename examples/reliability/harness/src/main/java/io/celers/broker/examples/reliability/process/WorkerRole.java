package io.celers.broker.examples.reliability.process;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.worker.WorkerBuilder;
import io.celers.broker.worker.Drained;
import io.celers.broker.worker.RunningTask;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jooq.Configuration;

/** A worker with plain and transactional handlers, and a loop without one, until SIGTERM. */
final class WorkerRole {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMillis(100);

  /** Besides those of handlers: claims, settlements, upkeep, heartbeats, wake-up, manual loop. */
  private static final int MORE_CONNECTIONS = 7;

  private static final int LONG_ONE_IN = 5;

  private final Recorder recorder;
  private final RecordingListener listener;
  private final long seed;
  private final HikariDataSource pool;
  private final Duration hold;

  private WorkerRole(Recorder recorder, long seed, HikariDataSource pool, Duration hold) {
    this.recorder = recorder;
    this.listener = new RecordingListener(recorder);
    this.seed = seed;
    this.pool = pool;
    this.hold = hold;
  }

  static void run(Arguments arguments, Recorder recorder) throws InterruptedException {
    int concurrency = arguments.number("concurrency");
    HikariDataSource pool =
        Connections.pool(arguments, concurrency + arguments.number("spare", MORE_CONNECTIONS));
    Duration hold = Duration.ofMillis(arguments.number("hold", 0));
    WorkerRole role = new WorkerRole(recorder, arguments.number("seed"), pool, hold);
    JooqBroker broker = Connections.broker(arguments, pool, arguments.duration("lease"));
    WorkerBuilder builder =
        broker
            .worker()
            .handle(OrderTask.type(Order.Kind.PLAIN), (bytes, task) -> role.workPlainly(task))
            .handleInTransaction(
                OrderTask.type(Order.Kind.EFFECT), (tx, bytes, task) -> role.workInside(tx, task))
            .concurrency(concurrency)
            .prefetch(arguments.number("prefetch"))
            .listener(role.listener);
    Worker worker = started(builder);
    ManualLoop manual =
        new ManualLoop(broker, role.listener, role.seed, arguments.number("ballast", 0));
    Thread loop = new Thread(manual, "manual-loop");
    loop.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> role.stop(worker, manual, loop, broker)));
    RoleProcess.ready(arguments);
  }

  /** Again and again while the server is away, as whatever watches over processes would do it. */
  private static Worker started(WorkerBuilder builder) throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      try {
        return builder.start();
      } catch (DatabaseException e) {
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw e;
        }
        Thread.sleep(AGAIN.toMillis());
      }
    }
  }

  private void workPlainly(RunningTask task) throws InterruptedException, SQLException {
    if (isLong(task.delivery())) {
      try (Connection one = pool.getConnection();
          Connection other = pool.getConnection()) {
        Thread.sleep(hold.toMillis());
        recorder.record(
            EventKind.MEASURED, null, null, one.equals(other) ? 0 : 1, Counts.HELD_LONG);
      }
    }
    work(task);
  }

  /** At its first delivery alone: an outcome that is given up must not use up its retries. */
  private boolean isLong(Delivery delivery) {
    return !hold.isZero()
        && delivery.deliveries() == 1
        && Math.floorMod(delivery.id().hashCode(), LONG_ONE_IN) == 0;
  }

  private void work(RunningTask task) throws InterruptedException {
    OrderTask.of(seed, task.delivery()).work(task.delivery().deliveries());
  }

  private void workInside(Configuration tx, RunningTask task) throws InterruptedException {
    Delivery delivery = task.delivery();
    tx.dsl()
        .insertInto(
            table(name("reliability", "effects")),
            field(name("task"), UUID.class),
            field(name("receipt"), UUID.class))
        .values(delivery.id(), delivery.receipt())
        .execute();
    listener.record(EventKind.WROTE, delivery, "");
    work(task);
  }

  private void stop(Worker worker, ManualLoop manual, Thread loop, JooqBroker broker) {
    manual.stop();
    long begin = System.nanoTime();
    Drained drained = worker.drain(PATIENCE);
    long nanos = System.nanoTime() - begin;
    drained.abandoned().forEach(task -> listener.record(EventKind.GIVEN_UP, task, "abandoned"));
    join(loop);
    broker.close();
    pool.close();
    recorder.record(EventKind.MEASURED, null, null, drained.released(), "released");
    recorder.record(EventKind.MEASURED, null, null, nanos / 1_000, "drain us");
    recorder.close();
  }

  private static void join(Thread thread) {
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
