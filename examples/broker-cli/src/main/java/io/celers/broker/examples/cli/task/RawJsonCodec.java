package io.celers.broker.examples.cli.task;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import java.nio.charset.StandardCharsets;

/** Writes JSON that is text already, under the name by which consumers of JSON find it. */
final class RawJsonCodec implements PayloadCodec {

  @Override
  public String name() {
    return "json";
  }

  @Override
  public byte[] encode(Object value, PayloadContext context) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object decode(byte[] bytes, PayloadContext context) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
