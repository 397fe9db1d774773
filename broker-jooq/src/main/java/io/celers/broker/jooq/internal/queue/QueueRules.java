package io.celers.broker.jooq.internal.queue;

import io.celers.broker.jooq.internal.sql.Database;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of queues that matter to every task, as they were a moment ago.
 *
 * <p>Shared by all views of one broker and safe for use by many threads. The time is that of the
 * process, and only says how old a look at the database is.
 */
public final class QueueRules {

  /**
   * How old the rules may be: without limits anywhere, one look at a small table in ten seconds.
   */
  static final long MOST_NANOS = 10_000_000_000L;

  /**
   * What was read.
   *
   * @param isCommitted false if it was read in a transaction: it may tell of changes that will be
   *     rolled back, or that others have changed since its snapshot
   */
  private record Known(Map<String, QueueRule> rules, long readAt, boolean isCommitted) {}

  private final LongSupplier nanoTime;
  private volatile @Nullable Known known;

  /** Nothing is known yet. */
  public QueueRules() {
    this(System::nanoTime);
  }

  QueueRules(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether finished tasks of all these queues are to be deleted at once. If in doubt not: they may
   * always be kept.
   *
   * @param queues at least one, as often as there are tasks
   */
  public boolean areDeletedAtAck(Database database, Stream<String> queues) {
    Known now = current(database, "ack");
    return now.isCommitted()
        && now.rules().values().stream().anyMatch(QueueRule::retainsNothing)
        && queues.allMatch(queue -> retainsNothing(now.rules(), queue));
  }

  /** Whether that may go for one of them, by what was last known: nothing is asked. */
  public boolean mayBeDeletedAtAck(Stream<String> queues) {
    Known last = known;
    // Nothing known: a setting was changed a moment ago, perhaps to this.
    return queues.anyMatch(queue -> last == null || retainsNothing(last.rules(), queue));
  }

  private static boolean retainsNothing(Map<String, QueueRule> rules, String queue) {
    QueueRule rule = rules.get(queue);
    return rule != null && rule.retainsNothing();
  }

  /** Those of all queues that have any. */
  Map<String, QueueRule> known(Database database, String verb) {
    return current(database, verb).rules();
  }

  /** The same, asked for now. */
  Map<String, QueueRule> read(Database database, String verb) {
    return readNow(database, verb).rules();
  }

  private Known current(Database database, String verb) {
    Known last = known;
    return last == null || nanoTime.getAsLong() - last.readAt() >= MOST_NANOS
        ? readNow(database, verb)
        : last;
  }

  private Known readNow(Database database, String verb) {
    long begin = nanoTime.getAsLong();
    Known now =
        new Known(database.run(verb, FindQueueRules::execute), begin, database.isAutocommit(verb));
    known = now;
    return now;
  }

  /** Forgets what is known: this broker has just changed it. */
  void forget() {
    known = null;
  }
}
