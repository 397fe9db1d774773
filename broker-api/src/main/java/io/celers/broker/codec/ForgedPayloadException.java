package io.celers.broker.codec;

/**
 * A payload was changed since it was encrypted, belongs to another task, or is none that was
 * encrypted. Which of them it is cannot be told.
 */
public final class ForgedPayloadException extends Exception {

  private static final long serialVersionUID = 1L;

  ForgedPayloadException() {
    super("not what was encrypted for this task");
  }
}
