package io.celers.broker.error;

import java.util.UUID;

/**
 * A task was enqueued under an id that another task has. Roll the transaction back: other tasks of
 * the same call may have been written.
 */
public final class IdConflictException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private final UUID id;

  /** Made by the broker. */
  public IdConflictException(UUID id) {
    super("a task with other content has the id " + id, null);
    this.id = id;
  }

  /** The id in question. */
  public UUID id() {
    return id;
  }
}
