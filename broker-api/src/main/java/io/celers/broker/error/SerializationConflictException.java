package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * Another transaction was faster (40001), or the database broke a deadlock (40P01).
 *
 * <p>The transaction has to be rolled back and may be run again as a whole.
 */
public final class SerializationConflictException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public SerializationConflictException(
      String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
