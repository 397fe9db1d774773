package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.RunInterceptor;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work with an interceptor around it. What the work came to is kept here, not passed through the
 * interceptor, which so can neither lose nor change it.
 *
 * @param fatal told of what no JVM should go on after, if the work itself has ended before
 */
record InterceptedWork(RunInterceptor interceptor, Work work, Consumer<Throwable> fatal)
    implements Work {

  /**
   * The work itself, called once, in the thread that it is made in: so it has ended when the
   * interceptor has.
   */
  private static final class Once implements RunInterceptor.Call {
    private final Work work;
    private final List<HeldTask> tasks;
    private final Thread thread = Thread.currentThread();
    private boolean called;
    private @Nullable Throwable thrown;
    private List<Result> results = List.of();

    Once(Work work, List<HeldTask> tasks) {
      this.work = work;
      this.tasks = tasks;
    }

    @Override
    public void proceed() throws Exception {
      if (Thread.currentThread() != thread) {
        throw new IllegalStateException("the handler is to be called in the interceptor's thread");
      }
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
  static Work around(Work work, List<RunInterceptor> interceptors, Consumer<Throwable> fatal) {
    Work intercepted = work;
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      intercepted = new InterceptedWork(interceptors.get(i), intercepted, fatal);
    }
    return intercepted;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // an interceptor may throw anything
  public List<Result> execute(List<HeldTask> tasks) throws Exception {
    Once once = new Once(work, tasks);
    try {
      interceptor.around(List.copyOf(tasks), once);
    } catch (Throwable e) {
      if (!once.called) {
        throw e;
      }
      if (e != once.thrown) {
        Failures.contain(interceptor, e, fatal);
      }
    }
    if (!once.called) {
      throw new IllegalStateException(
          "interceptor " + interceptor.getClass().getName() + " did not call the handler");
    }
    return once.results();
  }
}
