package io.celers.broker.jooq.internal.worker;

import java.util.List;

/** What takes a slot: one task, or a batch. Safe for use by many threads. */
final class Turn {

  private final List<HeldTask> tasks;
  private boolean left;

  /** Of tasks that are told so. */
  Turn(List<HeldTask> tasks) {
    this.tasks = tasks;
    tasks.forEach(task -> task.joins(this));
  }

  List<HeldTask> tasks() {
    return tasks;
  }

  /** Whether the caller is the first to leave the slot to others, and so has to free it. */
  synchronized boolean leave() {
    boolean first = !left;
    left = true;
    return first;
  }
}
