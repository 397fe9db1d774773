package io.celers.broker.codec;

/**
 * Writes payloads as bytes and reads them again.
 *
 * <p>Must be safe for use by many threads, must not keep the arrays it is given, and must never let
 * the bytes choose a class to instantiate.
 */
public interface PayloadCodec {

  /** Stored with every payload, so that its reader is found again: 1 to 63 bytes, stable. */
  String name();

  /**
   * Writes a value.
   *
   * @throws Exception if it cannot; the enqueue is refused with an {@link IllegalArgumentException}
   */
  byte[] encode(Object value, PayloadContext context) throws Exception;

  /**
   * Reads a value of type {@link PayloadContext#type()}.
   *
   * @throws Exception if it cannot; the payload then counts as {@link Payload.Undecodable}
   */
  Object decode(byte[] bytes, PayloadContext context) throws Exception;
}
