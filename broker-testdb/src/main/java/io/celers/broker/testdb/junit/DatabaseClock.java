package io.celers.broker.testdb.junit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * The clock of one test database, which moves when it is told to and runs on in between: delays,
 * leases, expiries and schedules are tested without waiting.
 *
 * <p>Replaces {@code celers_now()} and {@code celers_clock()} of the schema {@code celers} on first
 * use by functions that add an offset, kept in a table of one row, so that all connections see a
 * move at once. Until then the database has its own functions, which the planner can inline. Safe
 * for use by many threads.
 */
public final class DatabaseClock {

  private final DataSource dataSource;
  private boolean installed;

  /**
   * The clock of this database, to which a connection must be as the owner of the broker's tables.
   */
  public DatabaseClock(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Moves the clock forwards, or back if the duration is negative. */
  public synchronized void advance(Duration by) {
    install();
    inDatabase(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update celers.test_clock set ahead = ahead + ? * interval '1 microsecond'")) {
            update.setLong(1, by.toNanos() / 1_000);
            return update.executeUpdate();
          }
        });
  }

  /** Moves the clock to a moment, from which it runs on. */
  public synchronized void moveTo(Instant moment) {
    advance(Duration.between(now().toInstant(), moment));
  }

  /** What the database takes the time to be, as the columns of the generated classes have it. */
  public OffsetDateTime now() {
    return inDatabase(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet rows = select.executeQuery("select celers.celers_clock()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class);
          }
        });
  }

  /** Back to the time of day. */
  public synchronized void reset() {
    if (installed) {
      execute("update celers.test_clock set ahead = '0' where ahead <> '0'");
    }
  }

  private void install() {
    if (installed) {
      return;
    }
    execute("create table celers.test_clock (ahead interval not null)");
    execute("insert into celers.test_clock values ('0')");
    execute("grant select on celers.test_clock to public");
    replace("celers_now", "stable", "statement_timestamp()");
    replace("celers_clock", "volatile", "clock_timestamp()");
    installed = true;
  }

  private void replace(String function, String volatility, String time) {
    execute(
        """
        create or replace function celers.%s() returns timestamptz
        language sql %s parallel safe
        return %s + (select ahead from celers.test_clock)
        """
            .formatted(function, volatility, time));
  }

  private void execute(String sql) {
    inDatabase(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T inDatabase(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the clock of the database cannot be reached", e);
    }
  }
}
