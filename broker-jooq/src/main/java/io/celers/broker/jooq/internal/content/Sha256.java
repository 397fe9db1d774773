package io.celers.broker.jooq.internal.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that the broker uses wherever it needs one. */
public final class Sha256 {

  private Sha256() {}

  /** A digest of nothing yet. */
  public static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
