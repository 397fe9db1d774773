package io.celers.broker.examples.cli.session;

/** A verb that destroys something was not confirmed; nothing was done. */
final class NotConfirmedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotConfirmedException(String message) {
    super(message);
  }
}
