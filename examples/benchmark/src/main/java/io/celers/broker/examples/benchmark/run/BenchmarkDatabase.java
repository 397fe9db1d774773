package io.celers.broker.examples.benchmark.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of one side, with a pool of its own. Safe for use by many threads. */
public final class BenchmarkDatabase implements AutoCloseable {

  private final BenchmarkServer server;
  private final String name;
  private final HikariDataSource pool;
  private volatile boolean kept;

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

  /** Where the server's write-ahead log ends. */
  public long walPosition() {
    return number("select (pg_current_wal_insert_lsn() - '0/0')::bigint");
  }

  /** Rows of all tables that were deleted or replaced and are still there, as the server counts. */
  public long deadRows() {
    return number("select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables");
  }

  /** Size of all tables and their indexes. */
  public long bytes() {
    return number(
        "select coalesce(sum(pg_total_relation_size(relid)), 0)::bigint from pg_stat_user_tables");
  }

  private long number(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot execute: " + sql, e);
    }
  }

  /** Lets {@link #close()} only close the pool. */
  void keep() {
    kept = true;
  }

  /** Closes the pool and drops the database. */
  @Override
  public void close() {
    pool.close();
    if (!kept) {
      server.drop(name);
    }
  }
}
