package io.celers.broker.examples.cli.session;

/** The arguments do not say what to do. */
public final class WrongUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what to do instead. */
  public WrongUseException(String message) {
    super(message);
  }
}
