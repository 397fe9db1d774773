package io.celers.broker.task;

import java.util.List;

/**
 * What one enqueue came to.
 *
 * @param tasks what was enqueued, as the interceptors have left it; never empty
 * @param outcomes what became of each, in their order
 */
public record EnqueueEvent(List<NewTask<?>> tasks, List<Enqueued> outcomes, Commit commit) {

  /** Whether what was enqueued will stay. */
  public enum Commit {
    /** The call was a transaction of its own, which is committed. */
    KNOWN,
    /** The call was part of a transaction of the caller's, which may still be rolled back. */
    CALLERS_TRANSACTION
  }

  /** Copies the lists. */
  public EnqueueEvent {
    tasks = List.copyOf(tasks);
    outcomes = List.copyOf(outcomes);
  }
}
