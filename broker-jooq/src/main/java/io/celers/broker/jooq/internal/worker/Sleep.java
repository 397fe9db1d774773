package io.celers.broker.jooq.internal.worker;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.wakeup.Listener;
import io.celers.broker.jooq.internal.wakeup.NoteSleep;
import io.celers.broker.jooq.internal.wakeup.Subscription;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wait between two looks at the queues. A long one is noted, so that whoever makes a task due
 * ends it. Used by one thread, but for {@link #wake}.
 */
final class Sleep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sleep.class);

  /** Short, because the note of a worker that is busy again costs a notification. */
  private static final Duration NOTE = Duration.ofSeconds(10);

  /** Waits from this length on are noted: shorter ones are not worth a notification. */
  private static final long LONG_NANOS = Duration.ofMillis(50).toNanos();

  private final Database database;
  private final List<Topic> topics;
  private final boolean heard;
  private final Subscription bell;
  private final UUID sleeper = UUID.randomUUID();
  private long notedAt;
  private boolean noted;
  private boolean troubled;

  /**
   * Without notes yet.
   *
   * @param listener rings when tasks of these queues become due; without it, waiting is all
   */
  Sleep(Database database, Optional<Listener> listener, List<String> queues) {
    this.database = database;
    this.topics = queues.stream().map(Topic::queue).toList();
    this.heard = listener.isPresent();
    this.bell = listener.map(open -> open.subscribe(topics)).orElseGet(Subscription::toNothing);
  }

  /**
   * Notes that a wait of this length is to come. To be called before the last look: what that does
   * not find becomes due by somebody who saw the note. Without a note the wait is only longer, so
   * that a failure is no reason not to look.
   */
  void prepare(long nanos) {
    if (!heard || nanos < LONG_NANOS || isNoted()) {
      return;
    }
    notedAt = System.nanoTime();
    noted = true;
    try {
      note();
      troubled = false;
    } catch (RuntimeException e) {
      if (!troubled) {
        LOG.warn("cannot be woken for now; tasks are found by polling", e);
      }
      troubled = true;
    }
  }

  private void note() {
    database.run(
        "note a sleep",
        db -> {
          NoteSleep.execute(db, topics, sleeper, NOTE);
          return sleeper;
        });
  }

  private boolean isNoted() {
    return noted && System.nanoTime() - notedAt < NOTE.toNanos() / 2;
  }

  /** Waits so long, or until it is woken, or until a note would be due again. */
  void await(long nanos) throws InterruptedException {
    bell.await(Duration.ofNanos(heard ? Math.min(nanos, NOTE.toNanos() / 2) : nanos));
  }

  /** There was something to do: whoever tells of more is heeded at once. */
  void found() {
    bell.found();
  }

  /** Ends the wait. */
  void wake() {
    bell.ring();
  }

  @Override
  public void close() {
    bell.close();
  }
}
