package io.celers.broker.jooq.internal.sql;

import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.ReadOnlyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that its owner keeps, so that nobody else can use it up. One that is lost, or does
 * not answer in time, is given up, and the next call takes another one. Used by one thread.
 */
public final class ReservedConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReservedConnection.class);
  private static final int SECONDS_TO_PROVE = 1;

  private final Database database;
  private final Configuration pool;
  private final int timeout;
  private @Nullable Connection connection;
  private int poolsTimeout;

  ReservedConnection(Database database, Configuration pool, Duration timeout) {
    this.database = database;
    this.pool = pool;
    this.timeout = Math.toIntExact(timeout.toMillis());
  }

  /** As {@link Database#run}, on this connection. */
  public <T> T run(String verb, Function<DSLContext, T> statement) {
    try {
      return database.run(
          verb, db -> statement.apply(pool.derive(new DefaultConnectionProvider(taken())).dsl()));
    } catch (RuntimeException e) {
      if (isLost(e)) {
        giveUp();
      }
      throw e;
    }
  }

  private Connection taken() {
    if (connection != null) {
      return connection;
    }
    ConnectionProvider provider = pool.connectionProvider();
    Connection taken = provider.acquire();
    try {
      poolsTimeout = taken.getNetworkTimeout();
      // Without it a statement waits for ever for a peer that has vanished.
      taken.setNetworkTimeout(Runnable::run, timeout);
    } catch (SQLException e) {
      provider.release(taken);
      throw new DataAccessException("no limit could be set on a connection", e);
    }
    connection = taken;
    return taken;
  }

  /**
   * A statement may fail on a good connection: one that was cancelled, or met a lock. One that is
   * read-only is of no use, and stays so, as its session may be on a standby.
   */
  private boolean isLost(RuntimeException thrown) {
    if (thrown instanceof ConnectionLostException
        || thrown instanceof ReadOnlyException
        || connection == null) {
      return true;
    }
    try {
      return !connection.isValid(SECONDS_TO_PROVE);
    } catch (SQLException e) {
      thrown.addSuppressed(e);
      return true;
    }
  }

  /** Gives the connection back as it was taken. */
  @Override
  public void close() {
    Connection held = connection;
    if (held == null) {
      return;
    }
    try {
      held.setNetworkTimeout(Runnable::run, poolsTimeout);
      pool.connectionProvider().release(held);
      connection = null;
    } catch (SQLException | RuntimeException e) {
      // It is closed already, or its pool is, which HikariCP does not foresee: it must not serve
      // others.
      giveUp();
    }
  }

  /** A broken connection will serve nobody. */
  private void giveUp() {
    Connection held = connection;
    connection = null;
    if (held == null) {
      return;
    }
    try {
      held.abort(Runnable::run);
      pool.connectionProvider().release(held);
    } catch (SQLException | RuntimeException e) {
      // What broke it is being thrown, or nobody waits for it any more.
      LOG.debug("a broken connection could not be given back", e);
    }
  }
}
