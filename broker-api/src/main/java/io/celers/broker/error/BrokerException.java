package io.celers.broker.error;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that no other argument would have prevented.
 *
 * <p>Messages and causes hold neither payloads nor passwords.
 */
public class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker. */
  public BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
