package io.celers.broker.jooq.worker;

import io.celers.broker.worker.BatchItem;
import java.util.List;
import org.jooq.Configuration;

/**
 * Does several tasks of one type in one transaction that also settles all of them. Called by many
 * threads at once.
 *
 * <p>What it writes through {@code tx} and the acks are committed together, or nothing is: effects
 * in the same database happen exactly once.
 *
 * <p>To throw rolls back the whole batch and counts against nobody: each of its tasks is then done
 * by itself, in a batch of one and a transaction of its own, and only what fails there has failed.
 * If the lease of one is lost, all is rolled back, and the others are done again without it.
 *
 * <p>An internal error of the JVM, a {@link VirtualMachineError} other than a full heap or stack,
 * is another matter: it stops the worker, as if the process had died, and is a failed attempt of
 * every task of the batch. The next attempt is made alone, so that one which brings down worker
 * after worker takes no others along.
 *
 * @param <P> type of the payload
 */
@FunctionalInterface
public interface TransactionalBatchHandler<P> {

  /**
   * Does all of them.
   *
   * @param tx the transaction, as jOOQ gives it to its own transactional code; neither to be
   *     committed nor to be used after the return
   * @param batch one or more, those of the highest priority first, then in the order of their
   *     claims; those whose payloads cannot be read are not among them
   */
  void handle(Configuration tx, List<BatchItem<P>> batch) throws Exception;
}
