package io.celers.broker.codec;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys of an {@link EncryptingCodec}: one that writes, and any number that still read.
 *
 * <p>To rotate, first let all processes read the new key, then let them write with it. The old one
 * has to be kept until no task, dead letter, schedule or archived task is left that it wrote. Under
 * a new key the same task is other bytes: enqueued again under the same id it then is an id
 * conflict, no duplicate.
 *
 * <p>Immutable. A secret is 32 bytes from a good random generator, as {@code openssl rand 32}
 * gives; a password is none. An id is 1 to 32 letters, digits, dots, dashes or underscores, and is
 * stored in plain text with each payload.
 */
public final class EncryptionKeys {

  private final EncryptionKey writing;
  private final Map<String, EncryptionKey> reading;

  private EncryptionKeys(EncryptionKey writing, Map<String, EncryptionKey> reading) {
    this.writing = writing;
    this.reading = reading;
  }

  /**
   * Writes and reads with this key.
   *
   * @throws IllegalArgumentException if the id or the length of the secret is not as said above
   */
  public static EncryptionKeys writing(String id, byte[] secret) {
    EncryptionKey key = new EncryptionKey(id, secret);
    return new EncryptionKeys(key, Map.of(id, key));
  }

  /**
   * Reads with this key, too.
   *
   * @throws IllegalArgumentException if the id or the length of the secret is not as said above, or
   *     if there is a key of this id
   */
  public EncryptionKeys reading(String id, byte[] secret) {
    Map<String, EncryptionKey> more = new TreeMap<>(reading);
    if (more.put(id, new EncryptionKey(id, secret)) != null) {
      throw new IllegalArgumentException("there is a key " + id);
    }
    return new EncryptionKeys(writing, more);
  }

  EncryptionKey writing() {
    return writing;
  }

  EncryptionKey reading(String id) throws UnknownKeyException {
    EncryptionKey key = reading.get(id);
    if (key == null) {
      throw new UnknownKeyException(id);
    }
    return key;
  }

  /** The ids alone. */
  @Override
  public String toString() {
    Set<String> ids = new TreeSet<>(reading.keySet());
    return "EncryptionKeys[writing " + writing + ", reading " + String.join(", ", ids) + "]";
  }
}
