package io.celers.broker.jooq.internal.wakeup;

import static io.celers.broker.generated.Routines.celersNotify;
import static org.jooq.impl.DSL.val;

import io.celers.broker.jooq.internal.sql.Commands;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection that listens on a channel, and proves now and then that it hears: a connection whose
 * peer vanished is silent, and so is one through a pooler that gives each transaction another
 * server. Used by one thread.
 */
final class Ear implements AutoCloseable {

  /** How long the connection may be deaf before that is noticed. */
  private static final Duration PROOF_INTERVAL = Duration.ofSeconds(5);

  private final DSLContext db;
  private final Connection connection;
  private final Channel channel;
  private final Topic echo = new Topic("echo " + UUID.randomUUID());
  private final int callersTimeout;
  private long calledAt;
  private boolean heardEcho;
  private boolean failed;

  private Ear(DSLContext db, Connection connection, Channel channel) throws SQLException {
    this.db = db;
    this.connection = connection;
    this.channel = channel;
    this.callersTimeout = connection.getNetworkTimeout();
  }

  /** Begins to listen. */
  static Ear open(DSLContext db, Connection connection, Channel channel) throws SQLException {
    Ear ear = new Ear(db, connection, channel);
    try {
      ear.listen();
    } catch (SQLException | RuntimeException e) {
      ear.close();
      throw e;
    }
    return ear;
  }

  private void listen() throws SQLException {
    guarded(
        () -> {
          // Without it a statement waits for ever for a peer that has vanished.
          connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PROOF_INTERVAL.toMillis()));
          Commands.listen(db, channel.name());
          call();
          return channel;
        });
  }

  /** Whether it heard itself since it last called. */
  boolean isProved() {
    return heardEcho;
  }

  /**
   * Waits for notifications, and returns their topics, without its own echoes.
   *
   * @throws SQLException if the connection is lost, or does not hear
   */
  List<Topic> hear(Duration patience) throws SQLException {
    return guarded(
        () -> {
          PGNotification[] heard =
              connection
                  .unwrap(PGConnection.class)
                  .getNotifications(Math.toIntExact(patience.toMillis()));
          List<Topic> topics =
              Arrays.stream(heard)
                  .map(notification -> new Topic(notification.getParameter()))
                  .toList();
          heardEcho |= topics.contains(echo);
          prove();
          return topics;
        });
  }

  private void prove() throws SQLException {
    if (System.nanoTime() - calledAt < PROOF_INTERVAL.toNanos()) {
      return;
    }
    if (!heardEcho) {
      throw new SQLException("the connection does not hear its own notifications");
    }
    call();
  }

  private void call() {
    heardEcho = false;
    calledAt = System.nanoTime();
    db.select(celersNotify(val(channel.name()), val(echo.text()))).fetch();
  }

  /** Listens no more, so that the connection can serve others; a broken one will serve nobody. */
  @Override
  public void close() throws SQLException {
    if (failed) {
      connection.abort(Runnable::run);
      return;
    }
    guarded(
        () -> {
          Commands.unlisten(db, channel.name());
          connection.setNetworkTimeout(Runnable::run, callersTimeout);
          return channel;
        });
  }

  private interface Step<T> {
    T run() throws SQLException;
  }

  private <T> T guarded(Step<T> step) throws SQLException {
    try {
      return step.run();
    } catch (SQLException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }
}
