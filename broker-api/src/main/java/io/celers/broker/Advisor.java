package io.celers.broker;

import io.celers.broker.advice.Report;
import java.time.Duration;

/**
 * Advice on running the queues, from figures that it measures itself.
 *
 * <p>Measures the inputs of the rules of {@link io.celers.broker.advice} through {@link Monitoring}
 * and PostgreSQL's statistics, and lets them judge. Reads only, applies nothing. Safe for use by
 * many threads.
 */
public interface Advisor {

  /** Most queues that are judged: 64, in the order of their names, those without any tasks not. */
  int MAX_QUEUES = 64;

  /** As {@link #advise(Duration)}, by what happened in the last five minutes. */
  default Report advise() {
    return advise(Monitoring.DEFAULT_WINDOW);
  }

  /**
   * What the rules find in the figures of now, the most urgent first.
   *
   * <ul>
   *   <li>For each queue lag, velocity, worker scaling and batch sizes, from {@link
   *       Monitoring#queues()}, at most five seconds old, and {@link
   *       Monitoring#activity(Duration)}. Workers are those that have written their heartbeat
   *       within a minute; batches are for what comes or goes, and for a backlog to be gone in ten
   *       minutes.
   *   <li>Pool size, from what the worker of this broker does, as it is registered, and from how
   *       often and how long all statements of its role run, by {@code pg_stat_statements}.
   *   <li>Vacuum settings, from the counters of {@code pg_stat_user_tables} since they were reset,
   *       or since the schema was made if that was later; told for the task table, and for another
   *       table only if something is to be done.
   *   <li>Old snapshots, with who holds them.
   *   <li>Indexes of the task table, from {@code pg_stat_user_indexes}, and those of any of the
   *       tables that an interrupted build has left invalid.
   *   <li>How often blocks are found in the cache, from {@code pg_statio_user_tables}.
   *   <li>The five statements of the broker that take most time together, from {@code
   *       pg_stat_statements}.
   *   <li>The plan of the claim, by EXPLAIN, of the queue with the most pending tasks.
   *   <li>How full the server's queue of notifications is, from {@code
   *       pg_notification_queue_usage()}.
   * </ul>
   *
   * <p>What cannot be measured is a finding of severity INFO that begins with "Not measured" and
   * says why; nothing is assumed in its place.
   *
   * @param window how far back to look for what went on, above zero, at most one day
   */
  Report advise(Duration window);
}
