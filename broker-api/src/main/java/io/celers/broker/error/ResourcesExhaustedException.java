package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * The server is out of disk, memory or identifiers (class 53, 54000, 2200H). Nothing of the
 * statement holds.
 */
public final class ResourcesExhaustedException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public ResourcesExhaustedException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
