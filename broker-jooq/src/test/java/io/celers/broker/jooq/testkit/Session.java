package io.celers.broker.jooq.testkit;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.Broker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * One connection of its own, with the broker on it: a second person at the database.
 *
 * <p>Calls made by {@link #start} run in a thread of the session, so that they may wait.
 */
public final class Session implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BrokerDatabase database;
  private final Connection connection;
  private final DSLContext dsl;
  private final int pid;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  private Session(BrokerDatabase database, Connection connection) {
    this.database = database;
    this.connection = connection;
    this.dsl = DSL.using(connection, SQLDialect.POSTGRES);
    this.pid = dsl.resultQuery("select pg_backend_pid()").fetchSingle(0, Integer.class);
  }

  /** Each call is a transaction of its own. */
  public static Session open(BrokerDatabase database) throws SQLException {
    return new Session(database, database.database().dataSource().getConnection());
  }

  /** Transactions last until {@link #commit()} or {@link #rollback()}. */
  public static Session inTransactions(BrokerDatabase database) throws SQLException {
    Session session = open(database);
    session.connection.setAutoCommit(false);
    return session;
  }

  /** As {@link #inTransactions(BrokerDatabase)}, at a level of {@link Connection}. */
  public static Session inTransactions(BrokerDatabase database, int level) throws SQLException {
    Session session = open(database);
    session.connection.setTransactionIsolation(level);
    session.connection.setAutoCommit(false);
    return session;
  }

  /** The bare connection. */
  public Connection connection() {
    return connection;
  }

  /** On the connection. */
  public DSLContext dsl() {
    return dsl;
  }

  /** The broker, in the transaction of this session. */
  public Broker broker() {
    return database.broker().using(dsl);
  }

  /** Process of the server that serves this session. */
  public int pid() {
    return pid;
  }

  /** Locks a task until the transaction ends. */
  public void lock(UUID task) {
    dsl.selectFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(task)).forUpdate().fetch();
  }

  /** Returns when another session waits for a lock that this one has. */
  public void awaitWaitedFor() {
    Awaitility.await("somebody waits for a lock of this session")
        .atMost(PATIENCE)
        .until(
            () ->
                database
                    .dsl()
                    .fetch(
                        "select from pg_stat_activity where {0} = any (pg_blocking_pids(pid))", pid)
                    .isNotEmpty());
  }

  /** Ends the transaction. */
  public void commit() throws SQLException {
    connection.commit();
  }

  /** Ends the transaction as if it had never been. */
  public void rollback() throws SQLException {
    connection.rollback();
  }

  /** Calls the broker in the session's thread. */
  public <T> CompletableFuture<T> start(Function<Broker, T> call) {
    return CompletableFuture.supplyAsync(() -> call.apply(broker()), thread)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Returns when this session waits for a lock that another one has. */
  public void awaitBlocked() {
    Awaitility.await("session waits for a lock")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(this::isBlocked);
  }

  /** Returns when this session waits for a lock, true then, or when its call has ended. */
  public boolean awaitBlockedOr(CompletableFuture<?> call) {
    AtomicBoolean blocked = new AtomicBoolean();
    Awaitility.await("session waits for a lock, or has its answer")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              blocked.set(!call.isDone() && isBlocked());
              return blocked.get() || call.isDone();
            });
    return blocked.get();
  }

  private boolean isBlocked() {
    return database
        .dsl()
        .resultQuery("select cardinality(pg_blocking_pids({0})) > 0", pid)
        .fetchSingle(0, Boolean.class);
  }

  @Override
  public void close() throws SQLException {
    thread.shutdown();
    connection.close();
  }
}
