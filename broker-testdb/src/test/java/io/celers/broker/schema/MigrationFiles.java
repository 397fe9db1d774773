package io.celers.broker.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The migration files as a user of psql sees them: one after the other, by number. */
final class MigrationFiles {

  private MigrationFiles() {}

  /** Copies them into the directory; they may lie in a jar. */
  static List<Path> copyTo(Path directory) throws IOException, URISyntaxException {
    String location = BrokerSchema.LOCATION.substring("classpath:".length());
    URI folder =
        Objects.requireNonNull(BrokerSchema.class.getClassLoader().getResource(location)).toURI();
    if (folder.getScheme().equals("file")) {
      return copyTo(directory, Path.of(folder));
    }
    URI jar = URI.create(folder.toString().replaceFirst("!.*", ""));
    try (FileSystem inJar = FileSystems.newFileSystem(jar, Map.of())) {
      return copyTo(directory, inJar.getPath(location));
    }
  }

  private static List<Path> copyTo(Path directory, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> copy(file, directory))
          .sorted(Comparator.comparingInt(MigrationFiles::number))
          .toList();
    }
  }

  private static Path copy(Path file, Path directory) {
    try (InputStream in = Files.newInputStream(file)) {
      Path copy = directory.resolve(file.getFileName().toString());
      Files.copy(in, copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"));
  }
}
