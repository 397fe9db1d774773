package io.celers.broker.examples.benchmark.queue;

import java.nio.charset.StandardCharsets;

/** The payload that all enqueue: 100 bytes of JSON, with a number in it. */
public final class Payloads {

  /** Bytes of it. */
  public static final int BYTES = 100;

  private static final String HEAD = "{\"mark\":\"";
  private static final int DIGITS = 20;
  private static final String MIDDLE = "\",\"text\":\"";
  private static final String TAIL =
      "x".repeat(BYTES - HEAD.length() - DIGITS - MIDDLE.length() - 2) + "\"}";

  private Payloads() {}

  /** As text. */
  public static String json(long mark) {
    String digits = Long.toString(mark);
    return HEAD + "0".repeat(DIGITS - digits.length()) + digits + MIDDLE + TAIL;
  }

  /** As bytes. */
  public static byte[] bytes(long mark) {
    return json(mark).getBytes(StandardCharsets.UTF_8);
  }

  /** The mark of a payload. */
  public static long mark(String json) {
    return Long.parseLong(json, HEAD.length(), HEAD.length() + DIGITS, 10);
  }

  /** The mark of a payload. */
  public static long mark(byte[] json) {
    return mark(new String(json, 0, HEAD.length() + DIGITS, StandardCharsets.UTF_8));
  }
}
