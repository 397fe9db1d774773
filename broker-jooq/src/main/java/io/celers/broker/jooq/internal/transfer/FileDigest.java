package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.jooq.internal.content.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A digest that grows with the lines of a file. */
final class FileDigest {

  private final MessageDigest digest = Sha256.fresh();

  void add(byte[] bytes) {
    digest.update(bytes);
  }

  /** Of all that was added; nothing can be added any more. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
