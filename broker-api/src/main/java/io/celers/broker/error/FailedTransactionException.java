package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/** The caller's transaction had failed before this call (25P02) and has to be rolled back. */
public final class FailedTransactionException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public FailedTransactionException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
