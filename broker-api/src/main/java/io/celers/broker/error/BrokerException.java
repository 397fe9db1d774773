package io.celers.broker.error;

import io.celers.broker.internal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that no other argument would have prevented.
 *
 * <p>Messages and causes hold neither payloads nor passwords. A message is one line: of names that
 * it quotes, control characters are escaped.
 */
public class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Made by the broker. */
  public BrokerException(String message, @Nullable Throwable cause) {
    super(Text.oneLine(message), cause);
  }
}
