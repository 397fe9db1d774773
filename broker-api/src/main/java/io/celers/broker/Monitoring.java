package io.celers.broker;

import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.SnapshotHolder;
import io.celers.broker.monitoring.StatementReport;
import io.celers.broker.monitoring.StorageReport;
import java.time.Duration;
import java.util.List;

/**
 * Figures of the queues and of what they live on.
 *
 * <p>Reads only. Every call runs on the connection of the broker it came from. Times are those of
 * the database that is asked. Safe for use by many threads.
 */
public interface Monitoring {

  /** How old {@link #queues()} may be: five seconds, so that a dashboard costs next to nothing. */
  Duration DEFAULT_MAX_AGE = Duration.ofSeconds(5);

  /** Most queues that {@link #queues()} counts: 1,000, in the order of their names. */
  int MAX_QUEUES = 1_000;

  /** Window of {@link #activity()}: five minutes, so that a rate is not that of a moment. */
  Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

  /** As {@link #queues(Duration)}, at most {@link #DEFAULT_MAX_AGE} old. */
  default QueueReport queues() {
    return queues(DEFAULT_MAX_AGE);
  }

  /**
   * What is in the queues, at a cost that does not grow with them.
   *
   * <p>Where the task table takes less than 32 MiB, everything is counted. Where it takes more,
   * unfinished tasks are counted through the claim index up to a limit for each queue, 50 to 2,000
   * due and as many due later; what lies above it, and everything finished, is estimated, and each
   * number says which it is. A queue without unfinished tasks is then found only if it has
   * settings, or a task among the 1,000 newest. Finished tasks are estimated for the first 64
   * queues, and for the others told as at least zero.
   *
   * <p>All threads that ask one broker share what one of them measures; those that come meanwhile
   * wait for it. A broker inside a transaction measures for itself.
   *
   * @param maxAge how long ago the figures may have been measured, zero to one day
   */
  QueueReport queues(Duration maxAge);

  /**
   * What is in the queues, all counted: equal to {@code count(*)} of the tables. Reads the whole
   * task table and the dead letters: its time grows with them.
   */
  QueueReport queuesExact();

  /** As {@link #activity(Duration)}, of the last five minutes. */
  default Activity activity() {
    return activity(DEFAULT_WINDOW);
  }

  /**
   * What went on lately: how many tasks came and went, how long they waited and ran, and what each
   * worker did.
   *
   * <p>Nothing is counted while tasks run; all of it is read from the tasks that are still there,
   * in their tables, among the dead letters or in the archive. What was deleted meanwhile is not
   * seen, as tasks of a queue whose retention is zero.
   *
   * <p>Looks at no more than the 2,000 newest tasks; 2,000 that were created just before the first
   * unfinished tasks of up to 20 lanes, a lane being a priority of a queue, because behind a
   * backlog those are the ones that were worked on last; the 500 newest dead letters and archived
   * tasks each; and 10,000 leases. If there is more, throughputs say in what time they were
   * counted, and those of finished tasks are told as at least so many.
   *
   * @param window how far back to look, above zero, at most one day
   */
  Activity activity(Duration window);

  /**
   * What the broker's tables and indexes take, and how they are read and vacuumed. Reads the
   * catalogue and the sizes of files, not the tables.
   */
  StorageReport storage();

  /**
   * How often and how long the broker's statements run, and what they read, if the extension {@code
   * pg_stat_statements} is installed; else how to install it.
   */
  StatementReport statements();

  /**
   * Who keeps old row versions of this database from being vacuumed away, the oldest transaction
   * first, at most 20 sessions. Sessions of other roles are seen by members of {@code
   * pg_read_all_stats} only.
   */
  List<SnapshotHolder> snapshotHolders();

  /**
   * Whether the broker can work, and what stands in its way. Uses {@link #queues()}.
   *
   * <p>Looks as well whether the schema was migrated since to one that this library must not use.
   * Workers do so by themselves; a process that only enqueues does it here.
   *
   * @throws io.celers.broker.error.SchemaException if so; the broker refuses everything from then
   *     on
   * @throws io.celers.broker.error.BrokerException if the database cannot be asked at all
   */
  Health health();
}
