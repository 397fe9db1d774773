package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * The broker's tables are missing, or of a version that this library does not know (class 3F,
 * 42P01, 42703, 42704, 42883). Run {@code BrokerSchema.migrate}, or name the right schema.
 */
public final class SchemaException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public SchemaException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
