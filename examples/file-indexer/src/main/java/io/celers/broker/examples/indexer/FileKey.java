package io.celers.broker.examples.indexer;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Name of a file, exact to the byte whatever the locale of this JVM.
 *
 * <p>File names on Linux are bytes that need not be valid UTF-8, and {@code Path.toString()} loses
 * what it cannot decode. The path of a file's URI does not: it percent-encodes the bytes.
 *
 * @param folder raw URI path of the indexed folder, ending in a slash
 * @param path raw URI path below it
 */
record FileKey(String folder, String path) {

  /** Raw URI path of a folder, as in {@link #folder()}. */
  static String folder(Path folder) {
    String path = folder.toUri().getRawPath();
    return path.endsWith("/") ? path : path + "/";
  }

  static FileKey of(String folder, Path file) {
    String path = file.toUri().getRawPath();
    if (!path.startsWith(folder)) {
      throw new IllegalArgumentException(path + " is not below " + folder);
    }
    return new FileKey(folder, path.substring(folder.length()));
  }

  /** Where the file is. */
  Path location() {
    return Path.of(URI.create("file://" + folder + path));
  }

  /** Key of the row: the first half of a SHA-256, which no two files of one index share. */
  UUID id() {
    ByteBuffer digest = ByteBuffer.wrap(sha256(folder + '\0' + path));
    return new UUID(digest.getLong(), digest.getLong());
  }

  /** The path as the bytes that the file system knows. */
  byte[] bytes() {
    return decoded(path);
  }

  /**
   * The path for people: as UTF-8, with what is not valid replaced and control characters shown.
   */
  static String readable(String path) {
    StringBuilder text = new StringBuilder();
    new String(decoded(path), StandardCharsets.UTF_8)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append("\\x%02x".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static byte[] decoded(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(path, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
