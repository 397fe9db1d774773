package io.celers.broker.testdb.junit;

import io.celers.broker.task.TaskType;
import java.util.List;
import java.util.UUID;

/**
 * What running the due tasks came to.
 *
 * @param completed tasks whose handlers returned, in that order
 * @param failures deliveries that failed; a task may have several
 */
public record Drained(List<UUID> completed, List<Failure> failures) {

  /**
   * A delivery that failed; the task was rejected for a retry, or went where such a rejection
   * leads.
   *
   * @param task its id
   * @param name as in {@link TaskType#name()}
   * @param cause what the handler threw, or why there was nothing to handle
   */
  public record Failure(UUID task, String name, Exception cause) {}

  /** Copies the lists. */
  public Drained {
    completed = List.copyOf(completed);
    failures = List.copyOf(failures);
  }
}
