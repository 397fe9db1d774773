package io.celers.broker.error;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The reply to an enqueue was lost, and the database could not be asked again in time: the tasks
 * are there, all of them, or none is.
 *
 * <p>Enqueue them again under their {@link #ids}, with the same payloads: what is there is then not
 * made a second time. Several tasks with ids need a transaction. Only calls in autocommit mode on
 * connections of the broker's own choice throw this; in a transaction of the caller's a lost
 * connection is a {@link ConnectionLostException}.
 *
 * <p>Not so in a queue that retains nothing, unless the tasks have keys: one of them may have been
 * done and deleted since. There look for what it does before you enqueue it again.
 */
public final class OutcomeUnknownException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf makes lists that are serializable
  private final List<UUID> ids;

  /** Made by the broker, from the exception that told of the loss. */
  public OutcomeUnknownException(
      String message, List<UUID> ids, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
    this.ids = List.copyOf(ids);
  }

  /**
   * The ids under which the tasks were sent, in the order in which they were given; of tasks with
   * one idempotency key only the first is sent. Empty after a bulk enqueue, which keeps none.
   */
  public List<UUID> ids() {
    return ids;
  }
}
