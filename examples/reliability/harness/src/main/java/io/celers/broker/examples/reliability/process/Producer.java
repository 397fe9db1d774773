package io.celers.broker.examples.reliability.process;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.QueueFullException;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.rule.RefusedOnlyFor;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.jooq.JooqBroker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Orders, each a transaction with a row of its own and a task; some are rolled back on purpose, and
 * tried again.
 */
final class Producer {

  private static final int CONNECTIONS = 2;
  private static final int ROLLED_BACK_IN_A_THOUSAND = 20;
  private static final String NO_STATE = "none";
  private static final Duration UNTIL_IT_IS_BETTER = Duration.ofMillis(100);

  /** Longer than any fault lasts. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final JooqBroker broker;
  private final DSLContext ctx;
  private final Recorder recorder;
  private final long seed;
  private final Random luck;

  /** How large payloads are at least. */
  private final int ballast;

  /** Whether orders and tasks have transactions of their own. */
  private final boolean apart;

  /** Set inside the transaction, for the case that it is rolled back. */
  private @Nullable UUID enqueued;

  /** Likewise: whether nothing is left but to commit. */
  private boolean committing;

  private Producer(
      JooqBroker broker, DSLContext ctx, Recorder recorder, Arguments arguments, boolean apart) {
    this.broker = broker;
    this.ctx = ctx;
    this.recorder = recorder;
    this.seed = arguments.number("seed");
    this.luck = new Random(seed + arguments.number("first"));
    this.ballast = arguments.number("ballast", 0);
    this.apart = apart;
  }

  /** Orders the numbers from {@code first} to {@code last}, so many in a second. */
  static void run(Arguments arguments, Recorder recorder) throws InterruptedException {
    int first = arguments.number("first");
    int last = arguments.number("last");
    Duration hold = Duration.ofMillis(arguments.number("hold", 0));
    long nanosEach = Duration.ofSeconds(1).toNanos() / arguments.number("rate");
    try (HikariDataSource pool = Connections.pool(arguments, CONNECTIONS);
        Hog hog = Hog.of(pool, CONNECTIONS, hold)) {
      JooqBroker broker = Connections.broker(arguments, pool, Duration.ofMinutes(1));
      Producer producer =
          new Producer(
              broker, DSL.using(pool, SQLDialect.POSTGRES), recorder, arguments, hog.isHungry());
      long begin = System.nanoTime();
      for (int number = first; number <= last; number++) {
        producer.orderAtLast(OrderTask.of(producer.seed, number));
        long ahead = begin + (number - first) * nanosEach - System.nanoTime();
        Thread.sleep(Math.max(0, Duration.ofNanos(ahead).toMillis()));
      }
      broker.close();
    }
    recorder.close();
  }

  /**
   * Until it is committed, or nobody knows.
   *
   * @throws IllegalStateException if that takes longer than any fault
   */
  private void orderAtLast(OrderTask order) throws InterruptedException {
    long begin = System.nanoTime();
    while (!order(order)) {
      requirePatience(begin, order);
    }
  }

  private static void requirePatience(long begin, OrderTask order) {
    if (System.nanoTime() - begin > PATIENCE.toNanos()) {
      throw new IllegalStateException(
          "order %d is still refused after %s".formatted(order.number(), PATIENCE));
    }
  }

  /** Whether it is over: it was committed, or may have been. */
  private boolean order(OrderTask order) throws InterruptedException {
    boolean rollBack = luck.nextInt(1_000) < ROLLED_BACK_IN_A_THOUSAND;
    enqueued = null;
    committing = false;
    recorder.record(EventKind.ENQUEUE_INVOKED, null, null, order.number(), "");
    try {
      if (apart) {
        placeApart(order);
      } else {
        ctx.transaction(tx -> place(tx, order, rollBack));
      }
    } catch (RolledBack e) {
      recorder.record(EventKind.ENQUEUE_REFUSED, enqueued, null, order.number(), "rolled back");
      return false;
    } catch (QueueFullException e) {
      recorder.record(EventKind.ENQUEUE_REFUSED, enqueued, null, order.number(), "queue is full");
      Thread.sleep(UNTIL_IT_IS_BETTER.toMillis());
      return false;
    } catch (DataAccessException | DatabaseException e) {
      return isUnknown(order, e);
    }
    recorder.record(EventKind.ENQUEUE_ACKNOWLEDGED, enqueued, null, order.number(), "");
    return true;
  }

  /**
   * Whether nobody can tell how the transaction ended; then the checker looks whether both halves
   * are there, or none. One that did not come to its commit was rolled back, and so was one whose
   * commit the server has answered.
   */
  private boolean isUnknown(OrderTask order, RuntimeException e) throws InterruptedException {
    if (committing && isConnectionLost(e)) {
      recorder.record(EventKind.ENQUEUE_UNKNOWN, enqueued, null, order.number(), "");
      return true;
    }
    String why =
        RefusedOnlyFor.BROKEN_OFF + "%s %s".formatted(e.getClass().getSimpleName(), state(e));
    recorder.record(EventKind.ENQUEUE_REFUSED, enqueued, null, order.number(), why);
    Thread.sleep(UNTIL_IT_IS_BETTER.toMillis());
    return false;
  }

  private static boolean isConnectionLost(RuntimeException e) {
    String state = e instanceof DataAccessException ? state(e) : NO_STATE;
    return state.equals(NO_STATE) || state.startsWith("08") || state.startsWith("57P0");
  }

  private static String state(RuntimeException e) {
    SQLException sql =
        e instanceof DataAccessException ours ? ours.getCause(SQLException.class) : null;
    String state = sql == null ? null : sql.getSQLState();
    if (e instanceof DatabaseException typed) {
      state = typed.sqlState();
    }
    return state == null || state.isEmpty() ? NO_STATE : state;
  }

  /**
   * The task on a connection that the broker takes from the pool, then the order, as often as that
   * takes: this process is not killed.
   */
  private void placeApart(OrderTask order) throws InterruptedException {
    UUID task = broker.enqueue(order.task(seed, ballast)).id();
    enqueued = task;
    long begin = System.nanoTime();
    while (true) {
      try {
        write(ctx, order, task);
        return;
      } catch (DataAccessException e) {
        requirePatience(begin, order);
        Thread.sleep(UNTIL_IT_IS_BETTER.toMillis());
      }
    }
  }

  private void place(Configuration tx, OrderTask order, boolean rollBack) {
    UUID task = broker.using(tx).enqueue(order.task(seed, ballast)).id();
    enqueued = task;
    write(tx.dsl(), order, task);
    if (rollBack) {
      throw new RolledBack();
    }
    committing = true;
  }

  private void write(DSLContext ctx, OrderTask order, UUID task) {
    ctx.insertInto(
            table(name("reliability", "orders")),
            field(name("number"), Long.class),
            field(name("kind"), String.class),
            field(name("poison"), Boolean.class),
            field(name("task"), UUID.class),
            field(name("payload"), byte[].class))
        .values(
            order.number(),
            OrderTask.name(order.kind()),
            order.poison(),
            task,
            order.payload(seed, ballast))
        .execute();
  }

  /** On purpose. */
  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
