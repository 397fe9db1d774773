package io.celers.broker.testdb;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One database of a {@link ThrowawayPostgres}, dropped when it is closed.
 *
 * <p>Safe for use by many threads. Its data source is not a pool: each connection is a new one.
 */
public final class TestDatabase implements AutoCloseable {

  private final String name;
  private final PGSimpleDataSource dataSource;
  private final DatabaseCommands commands;
  private final Consumer<TestDatabase> dropped;

  TestDatabase(
      String name,
      PGSimpleDataSource dataSource,
      DatabaseCommands commands,
      Consumer<TestDatabase> dropped) {
    this.name = name;
    this.dataSource = dataSource;
    this.commands = commands;
    this.dropped = dropped;
  }

  /** Name of the database, unique on its server. */
  public String name() {
    return name;
  }

  /** Opens a new connection each time, as {@link #user()}. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Address of the database, without user and password. */
  public String jdbcUrl() {
    return dataSource.getURL();
  }

  /**
   * The role that owns the database; may create databases, and is a superuser if we started the
   * server.
   */
  public String user() {
    return orEmpty(dataSource.getUser());
  }

  /** Password of {@link #user()}; empty where the server asks for none. */
  public String password() {
    return orEmpty(dataSource.getPassword());
  }

  /** Drops the database, and disconnects whoever still uses it. Does nothing the second time. */
  @Override
  public void close() {
    commands.drop(name);
    dropped.accept(this);
  }

  @Override
  public String toString() {
    return "TestDatabase[" + name + "]";
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
