package io.celers.broker.examples.indexer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.BooleanSupplier;

/**
 * What is in a file.
 *
 * @param bytes bytes read
 * @param lines line feeds, as {@code wc -l} counts them
 * @param words runs of bytes between ASCII white space
 */
record FileContent(byte[] sha256, long bytes, long lines, long words) {

  private static final int BUFFER_BYTES = 1 << 16;

  /** The file is larger than it may be. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(long limit) {
      super("larger than " + limit + " bytes");
    }
  }

  /** The program is being stopped. */
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads a file in constant memory.
   *
   * @param stop asked after every 64 KiB
   * @throws NoSuchFileException if it is not there, or is no regular file (any more)
   * @throws TooLarge if it has more than {@code limit} bytes, also if it grows past them meanwhile
   * @throws Stopped if {@code stop} said so
   */
  static FileContent read(Path file, long limit, BooleanSupplier stop) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException(file.toString(), null, "no regular file any more");
    }
    if (attributes.size() > limit) {
      throw new TooLarge(limit);
    }
    MessageDigest digest = newDigest();
    long bytes = 0;
    long lines = 0;
    long words = 0;
    boolean inWord = false;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
        for (int i = 0; i < n; i++) {
          byte b = buffer[i];
          boolean space = b == ' ' || (b >= '\t' && b <= '\r');
          if (b == '\n') {
            lines++;
          }
          if (!space && !inWord) {
            words++;
          }
          inWord = !space;
        }
        if (bytes > limit) {
          throw new TooLarge(limit);
        }
        if (stop.getAsBoolean()) {
          throw new Stopped();
        }
      }
    }
    return new FileContent(digest.digest(), bytes, lines, words);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
