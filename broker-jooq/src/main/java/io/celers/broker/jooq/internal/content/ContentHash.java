package io.celers.broker.jooq.internal.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Tells a repeated enqueue from another task under the same id. */
public final class ContentHash {

  private ContentHash() {}

  /**
   * The first eight bytes of the SHA-256 of name, version, codec and payload, each preceded by its
   * length. Only two tasks of one id are ever compared, so 64 bits are plenty.
   */
  public static long of(String name, int version, String codec, byte[] payload) {
    MessageDigest sha256 = Sha256.fresh();
    add(sha256, name.getBytes(StandardCharsets.UTF_8));
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, version));
    add(sha256, codec.getBytes(StandardCharsets.UTF_8));
    add(sha256, payload);
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
