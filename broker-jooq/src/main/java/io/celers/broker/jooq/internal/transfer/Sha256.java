package io.celers.broker.jooq.internal.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest that grows with the lines of a file. */
final class Sha256 {

  private final MessageDigest digest = fresh();

  void add(byte[] bytes) {
    digest.update(bytes);
  }

  /** Of all that was added; nothing can be added any more. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
