package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongPredicate;

/** Waits for what the database says. */
final class Rest {

  /** Still to be done, and done, in one number each. */
  static final String LEFT =
      "select count(*) from celers.celers_tasks where state in ('pending', 'processing')";

  static final String DONE =
      """
      select (select count(*) from celers.celers_tasks where state = 'completed')
        + (select count(*) from celers.celers_dead_letter_queue)
      """;

  private static final Duration LOOK = Duration.ofMillis(50);

  private Rest() {}

  /**
   * Looks again and again, until it is so or the time is up: then the checker says what is missing.
   */
  static void await(HarnessServer server, String sql, LongPredicate until, Duration patience)
      throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    long number = server.number(sql);
    while (!until.test(number) && System.nanoTime() - begin < patience.toNanos()) {
      Thread.sleep(LOOK.toMillis());
      number = server.number(sql);
    }
  }
}
