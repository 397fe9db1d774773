package io.celers.broker.examples.benchmark.run;

import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.testdb.EmbeddedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one PostgreSQL server that all sides are measured on. Safe for use by many threads. */
public final class BenchmarkServer implements AutoCloseable {

  private static final String PREFIX = "celers_benchmark_";
  private static final String TEMPLATE = "template";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}");

  private final @Nullable EmbeddedServer embedded;
  private final String url;
  private final Properties login;
  private boolean templateIsThere;

  private BenchmarkServer(@Nullable EmbeddedServer embedded, String url, Properties login) {
    this.embedded = embedded;
    this.url = url;
    this.login = login;
  }

  /** A server of our own with durable settings, and memory as a team would give it. */
  public static BenchmarkServer embedded(Path folder) {
    EmbeddedServer server = EmbeddedServer.durable(folder, ServerSettings.of());
    return new BenchmarkServer(server, server.jdbcUrl(), login(server.user(), null));
  }

  /** A given server; the role must be allowed to create databases. */
  public static BenchmarkServer at(String url, String user, @Nullable String password) {
    return new BenchmarkServer(null, url, login(user, password));
  }

  private static Properties login(String user, @Nullable String password) {
    Properties login = new Properties();
    login.setProperty("user", user);
    if (password != null) {
      login.setProperty("password", password);
    }
    return login;
  }

  BenchmarkDatabase newDatabase(String name, int connections) {
    return newDatabase(name, connections, "template1");
  }

  /** With the broker's tables, which are made once, and copied from then on. */
  synchronized BenchmarkDatabase newBrokerDatabase(String name, int connections) {
    if (!templateIsThere) {
      try (BenchmarkDatabase template = newDatabase(TEMPLATE, 2)) {
        BrokerSchema.migrate(template.pool());
        template.keep();
      }
      templateIsThere = true;
    }
    return newDatabase(name, connections, PREFIX + TEMPLATE);
  }

  private BenchmarkDatabase newDatabase(String name, int connections, String template) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name must match " + NAME + ", was " + name);
    }
    String database = PREFIX + name;
    drop(database);
    execute("create database " + database + " template " + template);
    return new BenchmarkDatabase(this, database, connections);
  }

  void drop(String database) {
    execute("drop database if exists " + database + " with (force)");
  }

  /** Address of a database of this server. */
  String url(String database) {
    return url.replaceFirst("(//[^/]+/)[^?]*", "$1" + database);
  }

  /** User, and password if there is one. */
  Properties login() {
    return login;
  }

  /** A connection to the database that the address names. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, login);
  }

  /** Puts the cost of earlier rounds behind us, where the role may. */
  void checkpoint() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
    } catch (SQLException e) {
      // not a superuser: the rounds are a little less even
      return;
    }
  }

  private void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot " + sql, e);
    }
  }

  @Override
  public synchronized void close() {
    if (templateIsThere) {
      drop(PREFIX + TEMPLATE);
    }
    if (embedded != null) {
      embedded.close();
    }
  }
}
