package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.task.EnqueueEvent;
import io.celers.broker.task.EnqueueInterceptor;
import io.celers.broker.task.NewTask;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application has put between itself and what it enqueues, in the order of calls. */
public record Interceptors(List<EnqueueInterceptor> interceptors) {

  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  /** Copies the list. */
  public Interceptors {
    interceptors = List.copyOf(interceptors);
  }

  boolean isEmpty() {
    return interceptors.isEmpty();
  }

  <P> NewTask<P> before(NewTask<P> task) {
    NewTask<P> changed = task;
    for (EnqueueInterceptor interceptor : interceptors) {
      changed = interceptor.before(changed);
    }
    return changed;
  }

  /** The tasks are in the table: whatever is thrown now must not look as if they were not. */
  @SuppressWarnings("CatchingUnchecked") // an interceptor may throw anything
  void after(EnqueueEvent event) {
    for (EnqueueInterceptor interceptor : interceptors) {
      try {
        interceptor.after(event);
      } catch (Exception | LinkageError | AssertionError e) {
        LOG.warn("interceptor {} failed", interceptor.getClass().getName(), e);
      }
    }
  }
}
