package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/** A constraint of the broker's tables refused a value (class 23, 22). */
public final class ConstraintException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public ConstraintException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
