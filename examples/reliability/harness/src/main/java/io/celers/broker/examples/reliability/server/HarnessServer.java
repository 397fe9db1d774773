package io.celers.broker.examples.reliability.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.testdb.EmbeddedServer;
import io.celers.broker.testdb.StopMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL of this run alone, with durable settings, and the broker's tables in it. Safe for
 * use by many threads.
 */
public final class HarnessServer implements AutoCloseable {

  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int SECONDS_TO_PROVE = 1;

  private final Path folder;
  private final EmbeddedServer server;

  private HarnessServer(Path folder, EmbeddedServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** Starts it on a new folder, and prepares the tables. */
  public static HarnessServer start() throws SQLException {
    // As root the server runs as somebody else, who has to be able to enter the folders above.
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "celers-reliability-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    HarnessServer started = new HarnessServer(folder, EmbeddedServer.durable(folder));
    try {
      BrokerSchema.migrate(started.server.dataSource());
      started.execute(witness());
      return started;
    } catch (SQLException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Where processes connect to. */
  public String url() {
    return server.jdbcUrl();
  }

  /** Its port on the loopback interface. */
  public int port() {
    return address().getPort();
  }

  /** Where processes connect to that are to go through a proxy on this port. */
  public String urlBy(int port) {
    return "jdbc:postgresql://%s:%d%s".formatted(address().getHost(), port, address().getPath());
  }

  private URI address() {
    return URI.create(url().substring("jdbc:".length()));
  }

  /** As whom they do so; there is no password. */
  public String user() {
    return server.user();
  }

  /** A new connection. */
  public Connection connect() throws SQLException {
    return server.dataSource().getConnection();
  }

  /** Runs statements. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Asks for one number; waits for a server that is away. */
  public long number(String sql) throws SQLException {
    long begin = System.nanoTime();
    while (true) {
      try {
        return numberNow(sql);
      } catch (SQLException e) {
        if (!isAway(e) || System.nanoTime() - begin > LONGEST_OUTAGE.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private long numberNow(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Whether a worker has tasks in hand; not while the server is away. */
  public boolean holds(String worker) {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select from celers.celers_tasks where state = 'processing' and worker_id = ?")) {
      statement.setString(1, worker);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      if (isAway(e)) {
        return false;
      }
      throw new IllegalStateException("cannot see what " + worker + " holds", e);
    }
  }

  /** Stops it and starts it again; returns when it accepts connections. */
  public void restart(StopMode mode) {
    server.restart(mode);
  }

  /**
   * SIGKILL of the process of one session, whereupon the server ends all others and recovers.
   * Returns when it accepts connections again.
   *
   * @return false if no process of the run was connected
   */
  public boolean killBackend() throws SQLException {
    try (Connection witness = connect()) {
      Optional<Long> victim = Sessions.one(witness);
      if (!victim.flatMap(ProcessHandle::of).map(ProcessHandle::destroyForcibly).orElse(false)) {
        return false;
      }
      // until the server has noticed, it accepts connections as before
      while (witness.isValid(SECONDS_TO_PROVE)) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
    number("select 1");
    return true;
  }

  /** How many lines of its log contain a text. */
  public long logged(String text) {
    try (Stream<String> lines = Files.lines(folder.resolve("server.log"))) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAway(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P0");
  }

  private static String witness() {
    try (InputStream sql = HarnessServer.class.getResourceAsStream("witness.sql")) {
      return new String(Objects.requireNonNull(sql).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it and deletes its data. */
  @Override
  public void close() {
    server.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
