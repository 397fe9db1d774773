package io.celers.broker.worker;

/**
 * Does tasks of one type. Called by many threads at once.
 *
 * <p>To return means that the task is done. To throw means that it is to be tried again, as its
 * retry policy says; after its last delivery it goes into the dead letters.
 *
 * @param <P> type of the payload
 */
@FunctionalInterface
public interface TaskHandler<P> {

  /** Does one task. */
  void handle(P payload, RunningTask task) throws Exception;
}
