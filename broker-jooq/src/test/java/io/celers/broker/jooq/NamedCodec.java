package io.celers.broker.jooq;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import java.nio.charset.StandardCharsets;

/** Writes values as text, under a name of the test's choice. */
record NamedCodec(String name) implements PayloadCodec {

  @Override
  public byte[] encode(Object value, PayloadContext context) {
    return value instanceof byte[] bytes
        ? bytes
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object decode(byte[] bytes, PayloadContext context) {
    return name + ":" + new String(bytes, StandardCharsets.UTF_8);
  }
}
