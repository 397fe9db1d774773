package io.celers.broker.task;

/**
 * Stands between the application and what it enqueues: for traces, tenants, audit logs. Called by
 * many threads at once, in the thread that enqueues.
 *
 * <p>Called for tasks that the application enqueues, by whatever call; not for those that schedules
 * make, nor for requeues and imports, which keep what their tasks had.
 */
public interface EnqueueInterceptor {

  /**
   * A task is about to be enqueued. What this throws is thrown by the enqueue, and nothing has been
   * sent then; but in the bulk path the tasks before it may have been sent, to be rolled back.
   *
   * <p>In the bulk path it must not use the connection of the enqueue, which is busy until the
   * stream ends.
   *
   * @return the task, or a changed one, as with another header
   */
  default <P> NewTask<P> before(NewTask<P> task) {
    return task;
  }

  /**
   * Tasks were enqueued by one call; whether that is final is told by {@link
   * EnqueueEvent#commit()}. What this throws is logged and goes no further. Not called by the bulk
   * path, which keeps no list of what it has sent.
   */
  default void after(EnqueueEvent event) {}
}
