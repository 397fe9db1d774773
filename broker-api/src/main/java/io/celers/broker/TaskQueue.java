package io.celers.broker;

import io.celers.broker.queue.Pause;
import io.celers.broker.queue.QueueSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * One queue: to claim from, to pause, to configure.
 *
 * <p>Pause and settings are rows of the database, so they hold for every process and survive all of
 * them. Every call joins the transaction of the broker it came from; a verb waits for another
 * transaction that is just changing the same queue. Immutable and safe for use by many threads.
 */
public interface TaskQueue extends TaskSource {

  /** Name of the queue. */
  String name();

  /**
   * Pauses the queue in the name of the broker's worker id; as {@link #pause(String, String)}.
   *
   * @param reason up to 4,096 bytes
   */
  boolean pause(String reason);

  /**
   * Stops claims from the queue: the next one of any process finds nothing.
   *
   * <p>Enqueues go on, and so do the holders of tasks that were claimed before. A task that is
   * given back stays in the queue.
   *
   * @param reason up to 4,096 bytes
   * @param by who says so, 1 to 255 bytes
   * @return false if the queue was paused already; then since, by and reason stay as they are
   */
  boolean pause(String reason, String by);

  /**
   * Lets tasks be claimed again.
   *
   * @return false if the queue was not paused
   */
  boolean resume();

  /** Since when, by whom and why the queue is paused; empty if it is not. */
  Optional<Pause> paused();

  /** What the queue has of its own; {@link QueueSettings#none()} if it was never configured. */
  QueueSettings settings();

  /**
   * Replaces the settings of the queue, all of them; a pause stays.
   *
   * <p>The default priority holds for the next enqueue of any process; the maximum length is known
   * to every broker within ten seconds.
   */
  void configure(QueueSettings settings);

  @Override
  TaskQueue lease(Duration lease);
}
