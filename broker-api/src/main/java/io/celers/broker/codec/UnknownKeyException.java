package io.celers.broker.codec;

/** A payload was encrypted with a key that the reader does not have. */
public final class UnknownKeyException extends Exception {

  private static final long serialVersionUID = 1L;

  UnknownKeyException(String id) {
    super("no key of the id " + id + " is known here");
  }
}
