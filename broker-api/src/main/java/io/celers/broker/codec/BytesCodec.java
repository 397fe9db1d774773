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

  @Override
  public Object decode(byte[] bytes, PayloadContext context) {
    return bytes.clone();
  }
}
