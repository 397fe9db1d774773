package io.celers.broker.examples.reliability.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The sessions of the processes of a run, which have their names, as the server sees them. Those in
 * the middle of something are hit before those that wait.
 */
public final class Sessions {

  private static final String THEIRS =
      """
      from (select pid from pg_stat_activity
        where backend_type = 'client backend' and application_name ~ '^(worker|producer)-'
          and (state = 'active' or not ?)
        order by state = 'idle', random() limit ?) theirs
      """;

  private static final String ONE = "select pid " + THEIRS;
  private static final String TERMINATE =
      "select count(*) filter (where pg_terminate_backend(pid)) " + THEIRS;
  private static final String CANCEL =
      "select count(*) filter (where pg_cancel_backend(pid)) " + THEIRS;

  private static final String THERE = "select count(*) from pg_stat_get_activity(?)";
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private Sessions() {}

  /** The process of one of them. */
  static Optional<Long> one(Connection connection) throws SQLException {
    return first(connection, ONE, false, 1);
  }

  /** Ends some; how many were there to be ended. */
  public static long terminate(Connection connection, int most) throws SQLException {
    return first(connection, TERMINATE, false, most).orElseThrow();
  }

  /** Cancels the statements of some; how many were running one. */
  public static long cancel(Connection connection, int most) throws SQLException {
    return first(connection, CANCEL, true, most).orElseThrow();
  }

  /**
   * Waits until the process of a session has ended, and with it what it had not committed.
   *
   * @throws IllegalStateException if it has not after 30 seconds
   */
  public static void awaitEnd(Connection connection, int backend)
      throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    while (isThere(connection, backend)) {
      if (System.nanoTime() - begin > LONGEST_END.toNanos()) {
        throw new IllegalStateException(
            "the server's process %d has not ended after %s".formatted(backend, LONGEST_END));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }

  private static boolean isThere(Connection connection, int backend) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(THERE)) {
      statement.setInt(1, backend);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getLong(1) > 0;
      }
    }
  }

  private static Optional<Long> first(Connection connection, String sql, boolean active, int most)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBoolean(1, active);
      statement.setInt(2, most);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }
}
