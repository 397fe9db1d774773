package io.celers.broker.examples.reliability.process;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes all connections of a pool for a while, again and again, as something else in a process. */
final class Hog implements AutoCloseable {

  private final HikariDataSource pool;
  private final int connections;
  private final Duration hold;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "hog");

  private Hog(HikariDataSource pool, int connections, Duration hold) {
    this.pool = pool;
    this.connections = connections;
    this.hold = hold;
  }

  /** For so long each time, and not at all if that is no time. */
  static Hog of(HikariDataSource pool, int connections, Duration hold) {
    Hog hog = new Hog(pool, connections, hold);
    if (hog.isHungry()) {
      hog.thread.start();
    }
    return hog;
  }

  boolean isHungry() {
    return !hold.isZero();
  }

  private void run() {
    try {
      while (!closed.await(hold.toMillis(), TimeUnit.MILLISECONDS)) {
        takeAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeAll() throws InterruptedException {
    List<Connection> taken = new ArrayList<>();
    try {
      while (taken.size() < connections) {
        taken.add(pool.getConnection());
      }
      closed.await(hold.toMillis(), TimeUnit.MILLISECONDS);
    } catch (SQLException e) {
      // others were faster
    } finally {
      // closed for good: the pool makes new ones
      taken.forEach(pool::evictConnection);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join();
  }
}
