package io.celers.broker.codec;

/** Payloads that are bytes already. */
public final class BytesCodec implements PayloadCodec {

  /** The only one. */
  public static final BytesCodec INSTANCE = new BytesCodec();

  private BytesCodec() {}

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public byte[] encode(Object value, PayloadContext context) {
    return ((byte[]) value).clone();
  }

  /** Reads bytes as bytes; a payload of raw bytes is no value of any other type. */
  @Override
  public Object decode(byte[] bytes, PayloadContext context) {
    if (context.type() != byte[].class) {
      throw new IllegalArgumentException("raw bytes are no " + context.type().getTypeName());
    }
    return bytes.clone();
  }
}
