package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke, or could not be made, or the server went away (class 08, 57P01 to 57P03,
 * 53300).
 *
 * <p>In a transaction, nothing of it holds. In autocommit mode the outcome of the call is unknown:
 * settle again with the same delivery, or enqueue again with the same id, to find out. An enqueue
 * on connections that the broker takes itself has not happened; what is unknown there is an {@link
 * OutcomeUnknownException}.
 */
public final class ConnectionLostException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public ConnectionLostException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
