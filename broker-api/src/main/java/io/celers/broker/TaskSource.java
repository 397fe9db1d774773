package io.celers.broker;

import io.celers.broker.delivery.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One or several queues to claim from. Immutable and safe for use by many threads. */
public interface TaskSource {

  /** Most tasks of one call: 10,000, which bounds the memory of a reply. */
  int MAX_BATCH = 10_000;

  /**
   * Claims the next due task: pending to processing.
   *
   * <p>Highest priority first, then by due time, then by id; with several queues, in the order in
   * which they were named. Tasks that other transactions have locked are passed over. A task whose
   * lease ended is due again; one whose deliveries are used up goes into the dead letters instead
   * of being delivered, and an expired one is cancelled.
   *
   * <p>Joins the transaction of the broker it came from, and then holds only if that commits.
   *
   * @return empty if nothing is due, or if the queue is paused
   */
  Optional<Delivery> dequeue();

  /**
   * As {@link #dequeue()}, up to {@code max} tasks in one statement for each queue.
   *
   * @param max 1 to 10,000
   * @return in the order in which they should be worked on; fewer than {@code max} if fewer are
   *     due, or if thousands had to be settled instead of being delivered: then the next call goes
   *     on
   */
  List<Delivery> dequeue(int max);

  /**
   * The same source with another lease.
   *
   * @param lease how long a delivery is held unless it is extended, above zero, at most ten years
   */
  TaskSource lease(Duration lease);
}
