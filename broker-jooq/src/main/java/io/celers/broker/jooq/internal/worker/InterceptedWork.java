package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.RunInterceptor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work with an interceptor around it. What the work came to is kept here, not passed through the
 * interceptor, which so can neither lose nor change it.
 */
record InterceptedWork(RunInterceptor interceptor, Work work) implements Work {

  private static final Logger LOG = LoggerFactory.getLogger(InterceptedWork.class);

  /** The work itself, called once. */
  private static final class Once implements RunInterceptor.Call {
    private final Work work;
    private final List<HeldTask> tasks;
    private boolean called;
    private @Nullable Throwable thrown;
    private List<Result> results = List.of();

    Once(Work work, List<HeldTask> tasks) {
      this.work = work;
      this.tasks = tasks;
    }

    @Override
    public void proceed() throws Exception {
      if (called) {
        throw new IllegalStateException("the handler was called before");
      }
      called = true;
      try {
        results = work.execute(tasks);
      } catch (Throwable e) {
        thrown = e;
        throw e;
      }
    }

    List<Result> results() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof Exception exception) {
        throw exception;
      }
      return results;
    }
  }

  /** Around the work, the first one outermost. */
  static Work around(Work work, List<RunInterceptor> interceptors) {
    Work intercepted = work;
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      intercepted = new InterceptedWork(interceptors.get(i), intercepted);
    }
    return intercepted;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // an interceptor may throw anything
  public List<Result> execute(List<HeldTask> tasks) throws Exception {
    Once once = new Once(work, tasks);
    try {
      interceptor.around(List.copyOf(tasks), once);
    } catch (Exception | LinkageError | AssertionError e) {
      if (!once.called) {
        throw e;
      }
      if (e != once.thrown) {
        LOG.warn("interceptor {} failed", name(), e);
      }
    }
    if (!once.called) {
      throw new IllegalStateException("interceptor " + name() + " did not call the handler");
    }
    return once.results();
  }

  private String name() {
    return interceptor.getClass().getName();
  }
}
