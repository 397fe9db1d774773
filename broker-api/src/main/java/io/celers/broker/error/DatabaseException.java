package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * The database refused or failed. Subclasses are decided by SQLSTATE; this class itself stands for
 * the codes that call for no special treatment.
 */
public class DatabaseException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  /** Made by the broker, from what the database said. */
  public DatabaseException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
  }

  /** Five characters, as the database or the driver gave them; empty if none was given. */
  public String sqlState() {
    return sqlState;
  }
}
