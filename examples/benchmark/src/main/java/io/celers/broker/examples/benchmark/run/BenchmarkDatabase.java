package io.celers.broker.examples.benchmark.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database of one side, with a pool of its own. Safe for use by many threads. */
public final class BenchmarkDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BenchmarkDatabase.class);

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

  /** Its address for JDBC. */
  public String url() {
    return pool.getJdbcUrl();
  }

  /** User, and password if there is one. */
  public Properties login() {
    return server.login();
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

  /**
   * Bytes of full page images in the write-ahead log between two positions, if that can be read.
   */
  public OptionalLong fullPageBytes(long from, long to) {
    try {
      execute("create extension if not exists pg_walinspect");
      return OptionalLong.of(
          number(
              """
              select coalesce(sum(fpi_size), 0)::bigint
              from pg_get_wal_stats('0/0'::pg_lsn + %d,
                least('0/0'::pg_lsn + %d, pg_current_wal_flush_lsn()))\
              """
                  .formatted(from, to)));
    } catch (IllegalStateException e) {
      log.warn("the write-ahead log cannot be read", e);
      return OptionalLong.empty();
    }
  }

  /** Reads a table and its indexes into the server's cache, as far as they fit, where it can. */
  public void readIntoCache(String table) {
    try {
      execute(
          "create extension if not exists pg_prewarm",
          "select pg_prewarm('%s')".formatted(table),
          "select pg_prewarm(indexrelid) from pg_index where indrelid = '%s'::regclass"
              .formatted(table));
    } catch (IllegalStateException e) {
      log.warn("the cache is as it happens to be", e);
    }
  }

  /** Writes what is in the server's cache, where the role may. */
  public void checkpoint() {
    server.checkpoint();
  }

  /**
   * Rows that were deleted or replaced and are still there, as the server counts, of each table
   * that has such.
   */
  public Map<String, Long> deadRows() {
    String sql =
        "select relname, n_dead_tup from pg_stat_user_tables where n_dead_tup > 0 order by 2 desc";
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<String, Long> dead = new LinkedHashMap<>();
      while (row.next()) {
        dead.put(row.getString(1), row.getLong(2));
      }
      return dead;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot execute: " + sql, e);
    }
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
