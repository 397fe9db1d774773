package io.celers.broker.examples.benchmark.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of one side, with a pool of its own. Safe for use by many threads. */
public final class BenchmarkDatabase implements AutoCloseable {

  private final BenchmarkServer server;
  private final String name;
  private final HikariDataSource pool;

  BenchmarkDatabase(BenchmarkServer server, String name, int connections) {
    this.server = server;
    this.name = name;
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(server.url(name));
    config.setDataSourceProperties(server.login());
    config.setMaximumPoolSize(connections);
    this.pool = new HikariDataSource(config);
  }

  /** The pool. */
  public HikariDataSource pool() {
    return pool;
  }

  /** Runs statements that are not timed, each in a transaction of its own. */
  public void execute(String... statements) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot execute: " + String.join("; ", statements), e);
    }
  }

  /** Empties tables. */
  public void truncate(String... tables) {
    execute("truncate " + String.join(", ", tables));
  }

  /** Closes the pool and drops the database. */
  @Override
  public void close() {
    pool.close();
    server.drop(name);
  }
}
