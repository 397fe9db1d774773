package io.celers.broker.worker;

/**
 * Does tasks of one type and says what is to become of each. Called by many threads at once.
 *
 * @param <P> type of the payload
 */
@FunctionalInterface
public interface OutcomeHandler<P> {

  /** Does one task. To throw is the same as to return {@link Outcome#retry}. */
  Outcome handle(P payload, RunningTask task) throws Exception;
}
