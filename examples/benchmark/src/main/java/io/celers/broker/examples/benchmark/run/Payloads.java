package io.celers.broker.examples.benchmark.run;

import java.nio.charset.StandardCharsets;

/** The payload that all sides enqueue: 100 bytes of JSON. */
public final class Payloads {

  /** Bytes of it. */
  public static final int BYTES = 100;

  private static final String JSON =
      "{\"orderId\":4711,\"email\":\"ada@example.org\",\"text\":\"%s\"}"
          .formatted("x".repeat(BYTES - 53));

  /** As text. */
  public String json() {
    return JSON;
  }

  /** As bytes, a copy. */
  public byte[] bytes() {
    return JSON.getBytes(StandardCharsets.UTF_8);
  }
}
