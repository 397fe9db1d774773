package io.celers.broker.jooq.worker;

import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.RunningTask;
import org.jooq.Configuration;

/**
 * As {@link TransactionalHandler}, and says what is to become of the task: whatever it returns is
 * committed together with what it wrote. To throw rolls back.
 *
 * @param <P> type of the payload
 */
@FunctionalInterface
public interface TransactionalOutcomeHandler<P> {

  /** Does one task. */
  Outcome handle(Configuration tx, P payload, RunningTask task) throws Exception;
}
