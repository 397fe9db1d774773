package io.celers.broker.jooq.internal.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes lines of UTF-8 and keeps their digest. */
final class LineWriter {

  private final OutputStream out;
  private final FileDigest digest = new FileDigest();
  private long bytes;

  LineWriter(OutputStream out) {
    this.out = out;
  }

  void write(String line) throws IOException {
    byte[] encoded = (line + '\n').getBytes(StandardCharsets.UTF_8);
    out.write(encoded);
    digest.add(encoded);
    bytes += encoded.length;
  }

  /** Of all lines so far; to be asked for once, before the last one. */
  String digest() {
    return digest.hex();
  }

  long bytes() {
    return bytes;
  }
}
