package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.nemesis.Target;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;

/** A run whose progress is a number that the database tells. Safe for use by many threads. */
final class RunTarget implements Target {

  /** Asks the database. */
  interface Over {
    boolean isSo() throws SQLException;
  }

  private static final Duration LOOK = Duration.ofMillis(200);

  private final HarnessServer server;
  private final String done;
  private final long all;
  private final Predicate<String> busy;
  private volatile long seen;

  /**
   * Nothing is done yet.
   *
   * @param done asks how much is
   * @param all how much there will be
   * @param busy whether harm to a process would be felt now
   */
  RunTarget(HarnessServer server, String done, long all, Predicate<String> busy) {
    this.server = server;
    this.done = done;
    this.all = all;
    this.busy = busy;
  }

  /**
   * Looks again and again until all is done, or nothing more is: then the checker says what is
   * missing.
   *
   * @param patience how long nothing may change
   */
  void follow(Fleet fleet, Progress progress, Duration patience)
      throws SQLException, InterruptedException {
    follow(fleet, progress, patience, () -> false);
  }

  /**
   * The same for a run in which not all may come to be.
   *
   * @param over whether nothing more is to come
   */
  void follow(Fleet fleet, Progress progress, Duration patience, Over over)
      throws SQLException, InterruptedException {
    long changedAt = System.nanoTime();
    while (seen < all && !over.isSo() && System.nanoTime() - changedAt < patience.toNanos()) {
      fleet.requireAlive();
      long now = server.number(done);
      if (now != seen) {
        changedAt = System.nanoTime();
      }
      seen = now;
      progress.at(Math.min(seen, all), all);
      Thread.sleep(LOOK.toMillis());
    }
    // the last ones may have been done since; faults that are to come still come then
    seen = server.number(done);
  }

  @Override
  public double progress() {
    return (double) seen / all;
  }

  @Override
  public boolean isBusy(String process) {
    return busy.test(process);
  }
}
