package io.celers.broker.examples.indexer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A folder made by a test, which knows what is in it without looking. */
final class Tree {

  private final Path folder;
  private final Map<String, byte[]> files = new TreeMap<>();
  private int changes;

  Tree(Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  Path folder() {
    return folder;
  }

  /**
   * Writes a file, with a time of its own.
   *
   * @param name percent-encoded, so that it can be any bytes in any locale
   */
  Path write(String name, byte[] content) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000 + changes)));
    changes++;
    files.put(name, content);
    return file;
  }

  Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  void delete(String name) throws IOException {
    Files.delete(path(name));
    files.remove(name);
  }

  Path path(String name) {
    return Path.of(URI.create(folder.toUri() + name));
  }

  /** What the export should hold for a file; {@code limit} as in --max-size. */
  String expected(String name, long limit) {
    byte[] content = files.get(name);
    String path = URI.create("file:///" + name.replace("%FF", "%3F")).getPath().substring(1);
    path = path.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    if (content.length > limit || !Files.isReadable(path(name))) {
      return "-\t-\t-\t-\t" + path;
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    long lines = text.chars().filter(c -> c == '\n').count();
    String words = text.replaceAll("[ \\t\\n\\x0B\\f\\r]+", " ").strip();
    return "%s\t%d\t%d\t%d\t%s"
        .formatted(
            sha256(content),
            content.length,
            lines,
            text.isBlank() ? 0 : words.split(" ", -1).length,
            path);
  }

  /** As {@link #expected(String, long)}, for all files. */
  List<String> expected(long limit) {
    return files.keySet().stream().map(name -> expected(name, limit)).toList();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
