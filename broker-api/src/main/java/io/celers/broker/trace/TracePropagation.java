package io.celers.broker.trace;

import io.celers.broker.task.EnqueueInterceptor;
import io.celers.broker.task.NewTask;
import io.celers.broker.worker.RunInterceptor;
import io.celers.broker.worker.RunningTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries the trace of who enqueues a task to its handler, in headers of the task. Knows no tracing
 * library: two functions connect it with one. Safe for use by many threads if they are.
 *
 * <p>To be given to the broker that enqueues and to the worker. The headers stay with the task:
 * through retries, dead letters, requeues, exports and imports.
 */
public final class TracePropagation implements EnqueueInterceptor, RunInterceptor {

  /** What lasts as long as a handler runs. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    /** Called in the thread that opened it, after the handler. */
    @Override
    void close();
  }

  private final Supplier<Optional<TraceContext>> current;
  private final Function<List<TraceContext>, Scope> open;

  private TracePropagation(
      Supplier<Optional<TraceContext>> current, Function<List<TraceContext>, Scope> open) {
    this.current = current;
    this.open = open;
  }

  /**
   * Between these. What they throw is thrown by the enqueue, or fails the attempt.
   *
   * @param current the context of the thread that enqueues; empty if it is in none
   * @param open begins what is to be the handler's part of the trace, in the handler's thread. It
   *     gets the context of the task, or the different ones of a batch; it is not called if there
   *     is none
   */
  public static TracePropagation of(
      Supplier<Optional<TraceContext>> current, Function<List<TraceContext>, Scope> open) {
    return new TracePropagation(current, open);
  }

  /**
   * Adds the context to the task, unless it brings a traceparent of its own, or its headers and
   * tags leave no room.
   */
  @Override
  public <P> NewTask<P> before(NewTask<P> task) {
    if (task.headers().containsKey(TraceContext.TRACEPARENT)) {
      return task;
    }
    return current.get().map(context -> with(context, task)).orElse(task);
  }

  private static <P> NewTask<P> with(TraceContext context, NewTask<P> task) {
    NewTask<P> traced = task;
    try {
      for (Map.Entry<String, String> header : context.headers().entrySet()) {
        traced = traced.header(header.getKey(), header.getValue());
      }
      return traced;
    } catch (IllegalArgumentException e) {
      // A task without its trace is better than no task.
      return task;
    }
  }

  @Override
  public void around(List<RunningTask> tasks, Call call) throws Exception {
    List<TraceContext> contexts =
        tasks.stream()
            .map(task -> TraceContext.from(task.delivery().headers()))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    if (contexts.isEmpty()) {
      call.proceed();
      return;
    }
    Scope scope = open.apply(contexts);
    try (scope) {
      call.proceed();
    }
  }
}
