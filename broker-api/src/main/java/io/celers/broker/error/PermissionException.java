package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/** The database role may not do this (42501). */
public final class PermissionException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public PermissionException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
