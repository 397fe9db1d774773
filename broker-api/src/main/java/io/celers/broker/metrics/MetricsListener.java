package io.celers.broker.metrics;

import io.celers.broker.delivery.Settlement;
import java.time.Duration;

/**
 * Is told what one broker does with tasks, as it happens.
 *
 * <p>Claims and settlements are told of the broker's own connections, once the statement is
 * committed, and of a worker's transactional handlers, once their transaction is. Those inside any
 * other transaction of the application are not told, because nobody says whether it commits. A lost
 * lease is told of all: nothing was changed, so nothing can be rolled back.
 *
 * <p>Called in the thread of the verb, after it is done; must be quick, must not throw and must be
 * safe for use by many threads. Names beyond {@link MetricsSource#MAX_NAMES} are {@link
 * MetricsSource#OTHER}.
 */
public interface MetricsListener {

  /** A name that was not told before; told before anything else of it, even before a commit. */
  default void named(String name) {}

  /**
   * A delivery was claimed.
   *
   * @param waited from the moment that it was due for (again) until the claim, by the database's
   *     clock
   */
  default void claimed(String name, Duration waited) {}

  /**
   * A delivery was settled.
   *
   * @param held from the return of the claim until that of the settlement, in this process
   */
  default void settled(String name, Settlement.Fate fate, Duration held) {}

  /** An ack, reject or extend came too late: somebody else has the task, or has settled it. */
  default void leaseLost(String name) {}
}
