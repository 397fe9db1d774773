package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * A statement, lock or transaction timeout, or a cancel request, ended the statement (55P03, 57014,
 * 25P03, 25P04), or the pool had no connection in time (no SQLSTATE). Nothing of it holds.
 */
public final class TimeoutException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public TimeoutException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
