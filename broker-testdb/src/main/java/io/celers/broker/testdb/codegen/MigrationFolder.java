package io.celers.broker.testdb.codegen;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.stream.Stream;

/** The files of one Flyway location: in a folder, or in a jar on the class path. */
final class MigrationFolder {

  private static final String FILESYSTEM = "filesystem:";
  private static final String CLASSPATH = "classpath:";

  private final URI address;

  private MigrationFolder(URI address) {
    this.address = address;
  }

  /**
   * Finds a location.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  static MigrationFolder of(String location) {
    if (location.startsWith(FILESYSTEM)) {
      Path folder = Path.of(location.substring(FILESYSTEM.length()));
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException("No folder at the location " + location);
      }
      return new MigrationFolder(folder.toUri());
    }
    String name =
        location.startsWith(CLASSPATH) ? location.substring(CLASSPATH.length()) : location;
    URL resource = MigrationFolder.class.getClassLoader().getResource(name);
    if (resource == null) {
      throw new IllegalArgumentException(
          "Nothing on the class path of the plug-in at the location " + location);
    }
    try {
      return new MigrationFolder(resource.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Cannot read the location " + location, e);
    }
  }

  /** Adds names and contents of all its files, in the order of their names. */
  void update(MessageDigest digest) throws IOException {
    if (address.getScheme().equals("file")) {
      update(digest, Path.of(address));
      return;
    }
    String[] jarAndFolder = address.toString().split("!", 2);
    try (FileSystem jar = FileSystems.newFileSystem(URI.create(jarAndFolder[0]), Map.of())) {
      update(digest, jar.getPath(jarAndFolder[1]));
    }
  }

  private static void update(MessageDigest digest, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }
}
