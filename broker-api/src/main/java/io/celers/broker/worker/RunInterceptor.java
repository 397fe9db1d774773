package io.celers.broker.worker;

import java.util.List;

/**
 * Stands around a handler, in its thread: for traces and for what logs are to carry. Called by many
 * threads at once.
 *
 * <p>It sees what the handler throws, but neither hides nor replaces it, and what it throws itself
 * after the handler is logged and changes nothing. What it throws before the handler, or to return
 * without having called it, is a failure of the attempt, as if the handler had thrown it.
 */
@FunctionalInterface
public interface RunInterceptor {

  /** What it stands around. */
  @FunctionalInterface
  interface Call {
    /**
     * Reads the payload and calls the handler, or the next interceptor; of a transactional handler
     * also begins and commits the transaction. To be called once, in the same thread; another one
     * gets an {@link IllegalStateException}.
     *
     * @throws Exception what the handler threw, or why it was not called or not committed
     */
    void proceed() throws Exception;
  }

  /**
   * Calls the handler.
   *
   * @param tasks the one that the handler is called for, or all of its batch
   */
  void around(List<RunningTask> tasks, Call call) throws Exception;
}
