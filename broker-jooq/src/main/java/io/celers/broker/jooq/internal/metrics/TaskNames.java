package io.celers.broker.jooq.internal.metrics;

import static io.celers.broker.metrics.MetricsSource.MAX_NAMES;
import static io.celers.broker.metrics.MetricsSource.OTHER;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The first names of tasks that were met; all others are one. Safe for use by many threads. */
final class TaskNames {

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final List<Consumer<String>> listeners = new ArrayList<>();

  /** Tells the listener every name once, those known now and those to come. */
  synchronized void listen(Consumer<String> listener) {
    listeners.add(listener);
    known.forEach(listener);
  }

  /** The name that this one is counted under. Those beyond the limit are not remembered. */
  String of(String name) {
    return known.contains(name) ? name : add(name);
  }

  private synchronized String add(String name) {
    int told = known.contains(OTHER) ? known.size() - 1 : known.size();
    String shown = told < MAX_NAMES || known.contains(name) ? name : OTHER;
    if (!known.contains(shown)) {
      listeners.forEach(listener -> listener.accept(shown));
      known.add(shown);
    }
    return shown;
  }
}
