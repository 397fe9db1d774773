package io.celers.broker.jooq.internal.sql;

import java.sql.Connection;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;

/**
 * A connection that its owner keeps, so that nobody else can use it up. After a failure it is given
 * back, and the next call takes another one. Used by one thread.
 */
public final class ReservedConnection implements AutoCloseable {

  private final Database database;
  private final Configuration pool;
  private @Nullable Connection connection;

  ReservedConnection(Database database, Configuration pool) {
    this.database = database;
    this.pool = pool;
  }

  /** As {@link Database#run}, on this connection. */
  public <T> T run(String verb, Function<DSLContext, T> statement) {
    try {
      return database.run(
          verb, db -> statement.apply(pool.derive(new DefaultConnectionProvider(taken())).dsl()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Connection taken() {
    ConnectionProvider provider = pool.connectionProvider();
    Connection held = connection;
    if (held == null) {
      held = provider.acquire();
      connection = held;
    }
    return held;
  }

  /** Gives the connection back. */
  @Override
  public void close() {
    Connection held = connection;
    connection = null;
    if (held != null) {
      pool.connectionProvider().release(held);
    }
  }
}
