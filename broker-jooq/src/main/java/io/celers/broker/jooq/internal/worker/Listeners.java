package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.WorkerListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a worker: what they throw is logged and goes no further. */
final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<WorkerListener> listeners;

  Listeners(List<WorkerListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @SuppressWarnings("CatchingUnchecked") // a listener may throw anything, even what it must not
  void tell(Consumer<WorkerListener> event) {
    for (WorkerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Exception | LinkageError | AssertionError e) {
        LOG.warn("listener {} failed", listener.getClass().getName(), e);
      }
    }
  }
}
