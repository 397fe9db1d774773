package io.celers.broker.examples.reliability.halfopen;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.RunningTask;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jooq.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A producer and a worker with a pool each, as an application would set them up that expects its
 * network to fail.
 */
final class Services implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(3);

  /** Longer than any statement of theirs, and within a lease. */
  static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(2);

  private static final int CONCURRENCY = 4;

  /** Besides those of handlers. */
  private static final int MORE_CONNECTIONS = 6;

  private static final int PRODUCERS_CONNECTIONS = 2;
  private static final Duration WORK = Duration.ofMillis(20);
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(10);

  /** The last attempt may begin at the end of the patience with those before. */
  private static final Duration LONGEST_ORDER = HalfOpenJudge.LONGEST_WAIT.multipliedBy(2);

  /** More than a task can meet with in a run. */
  private static final int RETRIES = 50;

  private static final TaskType<byte[]> PLAIN = type("plain");
  private static final TaskType<byte[]> EFFECT = type("effect");

  private final HikariDataSource workersPool;
  private final HikariDataSource producersPool;
  private final Worker worker;
  private final Thread producer;
  private final Set<UUID> plain = ConcurrentHashMap.newKeySet();
  private final Set<UUID> effects = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException failure;

  Services(String url, String user) {
    workersPool = pool("worker", url, user, CONCURRENCY + MORE_CONNECTIONS);
    producersPool = pool("producer", url, user, PRODUCERS_CONNECTIONS);
    worker =
        JooqBroker.builder(workersPool)
            .lease(LEASE)
            .build()
            .worker()
            .handle(PLAIN, (bytes, task) -> work())
            .handleInTransaction(EFFECT, (tx, bytes, task) -> write(tx, task))
            .concurrency(CONCURRENCY)
            .start();
    producer = new Thread(this::produce, "half-open-producer");
    producer.setDaemon(true);
    producer.start();
  }

  private static TaskType<byte[]> type(String name) {
    return TaskType.ofBytes(name)
        .queue(name)
        .maxRetries(RETRIES)
        .retryPolicy(RetryPolicy.immediate());
  }

  private static HikariDataSource pool(String name, String url, String user, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("half-open " + name);
    config.setJdbcUrl(
        "%s?socketTimeout=%d&connectTimeout=2&tcpKeepAlive=true"
            .formatted(url, SOCKET_TIMEOUT.toSeconds()));
    config.setUsername(user);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
    config.setValidationTimeout(TimeUnit.SECONDS.toMillis(1));
    return new HikariDataSource(config);
  }

  private static void work() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(WORK.toNanos());
  }

  private static void write(Configuration tx, RunningTask task) throws InterruptedException {
    tx.dsl()
        .insertInto(
            table(name("reliability", "effects")),
            field(name("task"), UUID.class),
            field(name("receipt"), UUID.class))
        .values(task.delivery().id(), task.delivery().receipt())
        .execute();
    work();
  }

  private void produce() {
    JooqBroker broker = JooqBroker.builder(producersPool).build();
    try {
      for (int i = 0; !stopped; i++) {
        boolean even = i % 2 == 0;
        UUID id = UUID.randomUUID();
        enqueue(broker, (even ? PLAIN : EFFECT).with(new byte[] {1}).id(id));
        (even ? plain : effects).add(id);
        TimeUnit.NANOSECONDS.sleep(BETWEEN_ORDERS.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Returns when there is an order of each kind, so that harm is done to somebody at work. */
  void awaitOrders() throws InterruptedException {
    long begin = System.nanoTime();
    while ((plain.isEmpty() || effects.isEmpty())
        && System.nanoTime() - begin < HalfOpenJudge.LONGEST_WAIT.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_ORDERS.toNanos());
    }
  }

  /** Until it is answered, as long as that makes sense. */
  private static void enqueue(JooqBroker broker, NewTask<?> task) throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      try {
        broker.enqueue(task);
        return;
      } catch (DatabaseException e) {
        if (System.nanoTime() - begin > HalfOpenJudge.LONGEST_WAIT.toNanos()) {
          throw e;
        }
        // the same id again: it is there once, whatever became of the first one
        TimeUnit.NANOSECONDS.sleep(BETWEEN_ORDERS.toNanos());
      }
    }
  }

  /**
   * Orders no more, and returns when the last order is answered.
   *
   * @throws IllegalStateException if an order could not be placed
   */
  void stopOrders() throws InterruptedException {
    stopped = true;
    producer.join(LONGEST_ORDER.toMillis());
    if (producer.isAlive() || failure != null) {
      throw new IllegalStateException("an order was not answered", failure);
    }
  }

  /** Acknowledged tasks of the plain handler. */
  Set<UUID> plain() {
    return plain;
  }

  /** Acknowledged tasks of the transactional handler. */
  Set<UUID> effects() {
    return effects;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    producer.interrupt();
    producer.join(LONGEST_ORDER.toMillis());
    worker.close();
    workersPool.close();
    producersPool.close();
  }
}
