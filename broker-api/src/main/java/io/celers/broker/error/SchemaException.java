package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * The broker's tables are missing (class 3F, 42P01, 42703, 42704, 42883), older than this library
 * needs, or so new that it must not use them. Run {@code BrokerSchema.migrate}, name the right
 * schema, or use a newer library.
 */
public final class SchemaException extends DatabaseException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker, from what the database said. */
  public SchemaException(String message, String sqlState, @Nullable Throwable cause) {
    super(message, sqlState, cause);
  }
}
