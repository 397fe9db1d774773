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

  private record Known(Map<String, QueueRule> rules, long readAt) {}

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
   * Whether finished tasks of all these queues are to be deleted at once.
   *
   * @param queues at least one, as often as there are tasks
   */
  public boolean areDeletedAtAck(Database database, Stream<String> queues) {
    Map<String, QueueRule> rules = known(database, "ack");
    return rules.values().stream().anyMatch(QueueRule::retainsNothing)
        && queues.allMatch(queue -> retainsNothing(rules, queue));
  }

  /** Whether that goes for one of them, by what was last known: nothing is asked. */
  public boolean wereSomeDeletedAtAck(Stream<String> queues) {
    Known last = known;
    return last != null && queues.anyMatch(queue -> retainsNothing(last.rules(), queue));
  }

  private static boolean retainsNothing(Map<String, QueueRule> rules, String queue) {
    QueueRule rule = rules.get(queue);
    return rule != null && rule.retainsNothing();
  }

  /** Those of all queues that have any. */
  Map<String, QueueRule> known(Database database, String verb) {
    Known last = known;
    return last == null || nanoTime.getAsLong() - last.readAt() >= MOST_NANOS
        ? read(database, verb)
        : last.rules();
  }

  /** The same, asked for now. */
  Map<String, QueueRule> read(Database database, String verb) {
    Known now = new Known(database.run(verb, FindQueueRules::execute), nanoTime.getAsLong());
    known = now;
    return now.rules();
  }

  /** Forgets what is known: this broker has just changed it. */
  void forget() {
    known = null;
  }
}
