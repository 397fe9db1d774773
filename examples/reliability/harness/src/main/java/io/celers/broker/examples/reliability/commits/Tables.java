package io.celers.broker.examples.reliability.commits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * What is in the tables, over a connection that nobody cuts, and that does not wait for the disk.
 * Not safe for use by many threads.
 */
final class Tables implements AutoCloseable {

  private static final String LOOK = text("look.sql");
  private static final String EMPTY = text("empty.sql");
  private static final String STORED =
      """
      select (select count(*) from celers.celers_tasks)
        + (select count(*) from celers.celers_dead_letter_queue)
        + (select count(*) from celers.celers_task_archive)""";
  private static final String UNFINISHED =
      "select count(*) from celers.celers_tasks where state in ('pending', 'processing')";
  private static final String TWICE =
      """
      select count(*) from (
        select from reliability.transitions
        where new_state = 'completed' and old_state is distinct from new_state
        group by task having count(*) > 1) t""";

  private final Connection connection;

  Tables(HarnessServer server) throws SQLException {
    connection = server.connect();
    execute("set synchronous_commit = off");
  }

  /** Waits until a process of the server has ended, and with it what it had not committed. */
  void awaitEndOf(int backend) throws SQLException, InterruptedException {
    Sessions.awaitEnd(connection, backend);
  }

  /** All of it, without ids and times: what there is, and how many of each. */
  String look() throws SQLException {
    StringJoiner seen = new StringJoiner("; ");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LOOK)) {
      while (rows.next()) {
        seen.add(rows.getLong("number") + " " + rows.getString("what"));
      }
    }
    return seen.toString();
  }

  /** Tasks wherever they are. */
  long stored() throws SQLException {
    return number(STORED);
  }

  /** Tasks that somebody has or should get. */
  long unfinished() throws SQLException {
    return number(UNFINISHED);
  }

  /** Tasks that were completed more than once since the tables were empty. */
  long completedTwice() throws SQLException {
    return number(TWICE);
  }

  void makeSchedulesDue() throws SQLException {
    execute("update celers.celers_schedules set next_at = clock_timestamp()");
  }

  void empty() throws SQLException {
    execute(EMPTY);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String text(String file) {
    try (InputStream sql = Tables.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(sql).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
