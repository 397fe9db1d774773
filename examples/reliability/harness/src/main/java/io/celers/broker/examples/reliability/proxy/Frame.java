package io.celers.broker.examples.reliability.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message of PostgreSQL's protocol, version 3, as it is on the wire. */
final class Frame {

  private static final int LENGTH = Integer.BYTES;
  private static final int HEAD = 1 + LENGTH;

  private final char type;
  private final byte[] bytes;
  private final int head;

  private Frame(char type, byte[] bytes, int head) {
    this.type = type;
    this.bytes = bytes;
    this.head = head;
  }

  /** The first message of a client has no type. Null at the end of the stream. */
  static @Nullable Frame first(DataInputStream in) throws IOException {
    byte[] length = in.readNBytes(LENGTH);
    return length.length < LENGTH ? null : rest('\0', length, LENGTH, in);
  }

  /** Null at the end of the stream. */
  static @Nullable Frame next(DataInputStream in) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    return head.length < HEAD ? null : rest((char) head[0], head, HEAD, in);
  }

  private static Frame rest(char type, byte[] head, int size, DataInputStream in)
      throws IOException {
    int body = ByteBuffer.wrap(head).getInt(size - LENGTH) - LENGTH;
    byte[] bytes = ByteBuffer.allocate(size + body).put(head).array();
    if (in.readNBytes(bytes, size, body) < body) {
      throw new EOFException("in the middle of a message");
    }
    return new Frame(type, bytes, size);
  }

  char type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The first four bytes of the body. */
  int number() {
    return ByteBuffer.wrap(bytes).getInt(head);
  }

  /** The first byte of the body. */
  char letter() {
    return (char) bytes[head];
  }

  /** One of the strings that the body begins with, each of which ends with a zero byte. */
  String string(int index) {
    int begin = head;
    for (int i = 0; i < index; i++) {
      begin = end(begin) + 1;
    }
    return new String(bytes, begin, end(begin) - begin, UTF_8);
  }

  private int end(int begin) {
    int end = begin;
    while (bytes[end] != 0) {
      end++;
    }
    return end;
  }
}
