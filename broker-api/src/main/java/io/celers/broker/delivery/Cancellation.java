package io.celers.broker.delivery;

import io.celers.broker.task.TaskState;
import java.util.UUID;

/** What became of a request to cancel a task. */
public sealed interface Cancellation {

  /** The task. */
  UUID id();

  /**
   * The task is cancelled, if the transaction commits. A holder learns it when it settles.
   *
   * @param from the state it was in: pending or processing
   */
  record Done(UUID id, TaskState from) implements Cancellation {}

  /** The task had reached a final state, or the dead letters, before. */
  record AlreadyFinished(UUID id) implements Cancellation {}

  /** Another transaction is working on the row at this moment; nothing was changed, try again. */
  record Busy(UUID id) implements Cancellation {}

  /** There is no such task. */
  record Absent(UUID id) implements Cancellation {}
}
