package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.WorkerListener;
import java.util.List;
import java.util.function.Consumer;

/** The listeners of a worker: what they throw goes no further, but may stop the worker. */
final class Listeners {

  private final List<WorkerListener> listeners;
  private final Consumer<Throwable> fatal;

  /**
   * Of one worker.
   *
   * @param fatal told of what no JVM should go on after
   */
  Listeners(List<WorkerListener> listeners, Consumer<Throwable> fatal) {
    this.listeners = List.copyOf(listeners);
    this.fatal = fatal;
  }

  @SuppressWarnings("CatchingUnchecked") // a listener may throw anything, even what it must not
  void tell(Consumer<WorkerListener> event) {
    for (WorkerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        Failures.contain(listener, e, fatal);
      }
    }
  }
}
