package io.celers.broker.jooq.internal.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every task that the worker has claimed and not settled yet. Safe for use by many threads. */
final class InHand {

  private final Set<HeldTask> tasks = ConcurrentHashMap.newKeySet();

  void add(Collection<HeldTask> claimed) {
    tasks.addAll(claimed);
  }

  /** Forgets a task; false if somebody else had done so. */
  boolean remove(HeldTask task) {
    return tasks.remove(task);
  }

  int count() {
    return tasks.size();
  }

  /** How many of them are tasks of a name. */
  int countOf(String name) {
    return (int) tasks.stream().filter(task -> task.handler().name().equals(name)).count();
  }

  List<HeldTask> all() {
    return new ArrayList<>(tasks);
  }
}
