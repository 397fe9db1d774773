package io.celers.broker.result;

import java.util.UUID;

/** What became of waiting for a result. */
public sealed interface Awaited {

  /** The result, final. */
  record Finished(StoredResult result) implements Awaited {}

  /**
   * The task has ended, and no final result of it is stored: it was cancelled, became a dead letter
   * or failed, or was acknowledged without one.
   */
  record Ended(UUID taskId) implements Awaited {}

  /** Neither has ended in time. Nothing is changed; waiting again is fine. */
  record TimedOut(UUID taskId) implements Awaited {}

  /**
   * There is neither a task nor a result of this id: never committed, or deleted, or the result has
   * expired.
   */
  record Absent(UUID taskId) implements Awaited {}
}
