package io.celers.broker.jooq.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jooq.DSLContext;

/**
 * The clock of one test database, which moves when it is told to and runs on in between.
 *
 * <p>Replaces {@code celers_now()} and {@code celers_clock()} on first use by functions that add an
 * offset, kept in a table of one row, so that all connections see a move at once. Until then the
 * database has its own functions, which the planner can inline.
 */
public final class DatabaseClock {

  private final DSLContext dsl;
  private boolean installed;

  DatabaseClock(DSLContext dsl) {
    this.dsl = dsl;
  }

  /** Moves the clock forwards, or back if the duration is negative. */
  public synchronized void advance(Duration by) {
    install();
    dsl.execute(
        "update celers.test_clock set ahead = ahead + make_interval(secs => {0})",
        by.toNanos() / 1e9);
  }

  /** Moves the clock to a moment, from which it runs on. */
  public void moveTo(Instant moment) {
    advance(Duration.between(now().toInstant(), moment));
  }

  /** What the database takes the time to be. */
  public OffsetDateTime now() {
    return dsl.resultQuery("select celers.celers_clock()").fetchSingle(0, OffsetDateTime.class);
  }

  /** Back to the time of day. */
  synchronized void reset() {
    if (installed) {
      dsl.execute("update celers.test_clock set ahead = '0' where ahead <> '0'");
    }
  }

  private void install() {
    if (installed) {
      return;
    }
    dsl.execute("create table celers.test_clock (ahead interval not null)");
    dsl.execute("insert into celers.test_clock values ('0')");
    dsl.execute("grant select on celers.test_clock to public");
    replace("celers_now", "stable", "statement_timestamp()");
    replace("celers_clock", "volatile", "clock_timestamp()");
    installed = true;
  }

  private void replace(String function, String volatility, String time) {
    dsl.execute(
        """
        create or replace function celers.%s() returns timestamptz
        language sql %s parallel safe
        return %s + (select ahead from celers.test_clock)
        """
            .formatted(function, volatility, time));
  }
}
