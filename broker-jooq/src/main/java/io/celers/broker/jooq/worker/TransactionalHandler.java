package io.celers.broker.jooq.worker;

import io.celers.broker.worker.RunningTask;
import org.jooq.Configuration;

/**
 * Does tasks of one type in a transaction that also settles them. Called by many threads at once.
 *
 * <p>What it writes through {@code tx} and the ack of the task are committed together, or neither
 * is: effects in the same database happen exactly once. To throw rolls back, and the task is tried
 * again as its retry policy says.
 *
 * @param <P> type of the payload
 */
@FunctionalInterface
public interface TransactionalHandler<P> {

  /**
   * Does one task.
   *
   * @param tx the transaction, as jOOQ gives it to its own transactional code; neither to be
   *     committed nor to be used after the return
   */
  void handle(Configuration tx, P payload, RunningTask task) throws Exception;
}
