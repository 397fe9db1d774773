package io.celers.broker.codec;

/**
 * A payload that was read, or could not be.
 *
 * @param <P> type of the value
 */
public sealed interface Payload<P> {

  /** The value that was enqueued. */
  record Decoded<P>(P value) implements Payload<P> {

    /** Never the value. */
    @Override
    public String toString() {
      return "Decoded";
    }
  }

  /**
   * Bytes that the codec could not read, or that were written by a codec unknown here. One bad task
   * does not stop a batch: it is a value, to be rejected as the broker's policy says.
   *
   * @param codec the codec that wrote the payload
   * @param version the version under which it was written
   * @param reason why it could not be read; holds no part of the payload
   * @param policy what the broker is configured to do about it
   */
  record Undecodable<P>(String codec, int version, String reason, UndecodablePolicy policy)
      implements Payload<P> {}

  /**
   * The value.
   *
   * @throws IllegalStateException if the payload is undecodable
   */
  default P orElseThrow() {
    if (this instanceof Decoded<P> decoded) {
      return decoded.value();
    }
    throw new IllegalStateException(toString());
  }
}
