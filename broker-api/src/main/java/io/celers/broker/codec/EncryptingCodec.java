package io.celers.broker.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * Encrypts what another codec writes, so that tables, WAL, backups and exports hold no plain text.
 *
 * <p>AES-256 in GCM. Each payload is bound to its task: to the id, the name, the version and the
 * codec inside. Moved to another task by somebody who may write to the tables, it is not read. The
 * payload of a schedule is bound to the schedule's name instead of an id, since all of its tasks
 * share it. The queue is not bound: {@link io.celers.broker.Tasks#moveAll} may change it.
 *
 * <p>The nonce is the beginning of an HMAC of the payload and of what it is bound to. So the same
 * task enqueued again under its id is the same bytes, as it must be to count as a duplicate, and
 * nothing depends on a random generator. Before a key has written 2^32 payloads, {@link
 * EncryptionKeys rotate} it.
 *
 * <p>Ids, names, queues, headers, tags, idempotency keys, errors and results are not encrypted, and
 * the length of a payload can be seen. Safe for use by many threads if the other codec is.
 */
public final class EncryptingCodec implements PayloadCodec {

  private static final byte FORMAT = 1;
  private static final byte TASK = 0;
  private static final byte SCHEDULE = 1;

  private final PayloadCodec codec;
  private final EncryptionKeys keys;

  private EncryptingCodec(PayloadCodec codec, EncryptionKeys keys) {
    this.codec = codec;
    this.keys = keys;
  }

  /** Encrypts what this codec writes, and reads it with one of these keys. */
  public static EncryptingCodec of(PayloadCodec codec, EncryptionKeys keys) {
    return new EncryptingCodec(codec, keys);
  }

  /** That of the codec inside, and {@code +aes-gcm}. */
  @Override
  public String name() {
    return codec.name() + "+aes-gcm";
  }

  @Override
  public byte[] encode(Object value, PayloadContext context) throws Exception {
    byte[] plain = codec.encode(value, context);
    EncryptionKey key = keys.writing();
    byte[] bound = bound(key.id(), context);
    byte[] nonce = key.nonce(bound, plain);
    byte[] encrypted = key.encrypt(nonce, bound, plain);
    byte[] id = key.id().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + id.length + nonce.length + encrypted.length)
        .put(FORMAT)
        .put((byte) id.length)
        .put(id)
        .put(nonce)
        .put(encrypted)
        .array();
  }

  /**
   * Reads a value.
   *
   * @throws UnknownKeyException if it was encrypted with a key that is not known here
   * @throws ForgedPayloadException if the bytes were changed, belong to another task, or were never
   *     written by this codec
   */
  @Override
  public Object decode(byte[] bytes, PayloadContext context) throws Exception {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    EncryptionKey key = keys.reading(keyId(rest));
    byte[] nonce = take(rest, EncryptionKey.NONCE_BYTES);
    // Java 17 does not say of less than a tag what it says of a wrong one.
    byte[] encrypted = take(rest, Math.max(rest.remaining(), EncryptionKey.TAG_BYTES));
    byte[] plain;
    try {
      plain = key.decrypt(nonce, bound(key.id(), context), encrypted);
    } catch (AEADBadTagException e) {
      throw new ForgedPayloadException();
    }
    return codec.decode(plain, context);
  }

  private static String keyId(ByteBuffer rest) throws ForgedPayloadException {
    if (rest.remaining() < 2 || rest.get() != FORMAT) {
      throw new ForgedPayloadException();
    }
    String id = new String(take(rest, rest.get()), StandardCharsets.US_ASCII);
    if (!EncryptionKey.ID.matcher(id).matches()) {
      throw new ForgedPayloadException();
    }
    return id;
  }

  private static byte[] take(ByteBuffer rest, int length) throws ForgedPayloadException {
    if (length < 0 || length > rest.remaining()) {
      throw new ForgedPayloadException();
    }
    byte[] taken = new byte[length];
    rest.get(taken);
    return taken;
  }

  /** Each part has its length before it, so that no two contexts are the same bytes. */
  private byte[] bound(String keyId, PayloadContext context) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(FORMAT);
    write(out, keyId);
    Optional<String> schedule = context.schedule();
    if (schedule.isPresent()) {
      out.writeByte(SCHEDULE);
      write(out, schedule.get());
    } else {
      out.writeByte(TASK);
      out.writeLong(context.taskId().getMostSignificantBits());
      out.writeLong(context.taskId().getLeastSignificantBits());
    }
    write(out, context.taskName());
    out.writeInt(context.version());
    write(out, codec.name());
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Never a key. */
  @Override
  public String toString() {
    return name() + " with " + keys;
  }
}
