package io.celers.broker.task;

import java.time.Instant;
import java.util.Optional;

/** A task as an operator sees it: all but its payload. Made by the broker. */
public interface TaskDetails extends StoredTask {
  /** Where it is in its life. */
  TaskState state();

  /**
   * When it may next be claimed: of a task that is processed, the end of its lease. Empty of a task
   * in the archive.
   */
  Optional<Instant> visibleAt();

  /** When it was last claimed. */
  Optional<Instant> startedAt();

  /** When it reached a final state. */
  Optional<Instant> completedAt();

  /** Who claimed it last. */
  Optional<String> workerId();

  /** Why the last attempt failed. */
  Optional<String> error();

  /** Why it was cancelled. */
  Optional<String> cancelReason();
}
