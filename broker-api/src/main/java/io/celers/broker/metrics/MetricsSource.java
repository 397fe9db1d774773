package io.celers.broker.metrics;

import io.celers.broker.Monitoring;
import java.time.Duration;

/**
 * Figures of one broker for a library of metrics.
 *
 * <p>A broker counts what it enqueues itself, on its own connections and in transactions of the
 * application alike, from the moment on that its first source is asked for. What other processes
 * enqueue is counted there: sum over the processes. Requeued dead letters and duplicates are not
 * enqueued tasks.
 *
 * <p>Safe for use by many threads.
 */
public interface MetricsSource {

  /** Most names of tasks that are told apart: 100, because each is some thirty time series. */
  int MAX_NAMES = 100;

  /** Stands for all names beyond {@link #MAX_NAMES}, and for a task that is really called so. */
  String OTHER = "other";

  /**
   * The figures. All who ask this source share what one of them measured, and wait for it while it
   * is being measured: the {@linkplain Monitoring#queues(Duration) figures of the queues}, shared
   * with the broker's monitoring, and, if tasks were enqueued in transactions of the application
   * since, one statement that asks how these ended. If the database cannot be asked, that is logged
   * and shared as long.
   *
   * @param maxAge how old they may be, zero to one day; the figures of the queues say themselves
   *     when they were measured, and may be twice as old
   */
  MetricsSnapshot snapshot(Duration maxAge);

  /** Tells this listener all names that are known already, and from now on everything. */
  void listen(MetricsListener listener);
}
