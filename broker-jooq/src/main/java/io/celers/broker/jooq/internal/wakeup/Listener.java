package io.celers.broker.jooq.internal.wakeup;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.thread.Daemons;
import io.celers.broker.jooq.internal.thread.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes subscribers by notifications, on one connection for all of them.
 *
 * <p>The connection is taken when the first one subscribes, in a daemon thread, and given back some
 * seconds after the last one has left. Where it is lost or deaf, another one is taken, with a
 * back-off, and everybody is woken once, since something may have been missed. Safe for use by many
 * threads.
 */
public final class Listener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  /** How soon it notices that it is closed, or that nobody is left. */
  private static final Duration SLICE = Duration.ofMillis(200);

  /** Long enough that one wait after the other does not take one connection after the other. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  private final Database database;
  private final Channel channel;
  private final Map<Topic, Set<Subscription>> subscriptions = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean closed;
  private volatile boolean hearing;

  /** Listens on connections of this kind. */
  public Listener(Database database, Channel channel) {
    this.database = database;
    this.channel = channel;
  }

  /**
   * Subscribes to a topic until the subscription is closed.
   *
   * @throws IllegalStateException if the listener is closed
   */
  public Subscription subscribe(Topic topic) {
    return subscribe(List.of(topic));
  }

  /** As {@link #subscribe(Topic)}, to several topics: one bell for all of them. */
  public Subscription subscribe(Collection<Topic> topics) {
    Subscription[] self = new Subscription[1];
    Subscription subscription =
        new Subscription(() -> topics.forEach(topic -> leave(topic, self[0])));
    self[0] = subscription;
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the broker is closed");
      }
      topics.forEach(
          topic ->
              subscriptions
                  .computeIfAbsent(topic, none -> ConcurrentHashMap.newKeySet())
                  .add(subscription));
      if (thread == null) {
        thread = Daemons.of("celers-listener", this::run);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
    return subscription;
  }

  /** Whether notifications have lately been proved to arrive; without that, only poll. */
  public boolean isHearing() {
    return hearing;
  }

  /** Wakes everybody, and gives the connection back. */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ringAll();
    if (running != null && running != Thread.currentThread()) {
      joinUninterruptibly(running);
    }
  }

  private void leave(Topic topic, Subscription subscription) {
    subscriptions.computeIfPresent(
        topic,
        (same, members) -> {
          members.remove(subscription);
          return members.isEmpty() ? null : members;
        });
  }

  private void run() {
    Pause backoff = new Pause(SHORTEST_BACKOFF, LONGEST_BACKOFF);
    boolean troubled = false;
    while (!ends()) {
      try {
        database.run(
            "listen",
            db -> {
              db.connection(connection -> listen(on(db, connection), connection));
              return channel;
            });
      } catch (RuntimeException e) {
        if (hearing) {
          // It heard well since the last trouble, so this is a new one.
          backoff.reset();
          troubled = false;
        }
        if (database.isPoolClosed()) {
          log.debug("The pool was closed before the broker", e);
        } else if (!troubled) {
          log.warn("Notifications are not heard, only polling finds tasks and results now", e);
        }
        troubled = true;
        pause(backoff.next());
      } finally {
        hearing = false;
      }
    }
  }

  private static DSLContext on(DSLContext db, Connection connection) {
    return db.configuration().derive(connection).dsl();
  }

  private void listen(DSLContext db, Connection connection) throws SQLException {
    try (Ear ear = Ear.open(db, connection, channel)) {
      // Whatever came up before this was not heard.
      ringAll();
      long neededAt = System.nanoTime();
      while (!isClosed() && System.nanoTime() - neededAt < LINGER_NANOS) {
        for (Topic topic : ear.hear(SLICE)) {
          subscriptions.getOrDefault(topic, Set.of()).forEach(Subscription::ring);
        }
        if (ear.isProved()) {
          hearing = true;
        }
        if (!subscriptions.isEmpty()) {
          neededAt = System.nanoTime();
        }
      }
    }
  }

  /** Decides, with nobody subscribing meanwhile, whether the thread is still needed. */
  private boolean ends() {
    lock.lock();
    try {
      if (closed || subscriptions.isEmpty()) {
        thread = null;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void ringAll() {
    subscriptions.values().forEach(members -> members.forEach(Subscription::ring));
  }

  private void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    lock.lock();
    try {
      for (long left = nanos; left > 0 && !closed; left = until - System.nanoTime()) {
        try {
          changed.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          // The thread is this class's own: only close() ends it.
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
