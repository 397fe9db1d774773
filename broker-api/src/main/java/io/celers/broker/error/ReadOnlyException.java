package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * The session or the server is read-only (25006): a standby, or {@code
 * default_transaction_read_only}. Connect to the primary.
 */
public final class ReadOnlyException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public ReadOnlyException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
