package io.celers.broker.examples.reliability.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a run keeps what it wrote. */
public record RunFolder(Path path) {

  /** Must not hold the histories of an earlier run. */
  public RunFolder {
    path = path.toAbsolutePath();
    try {
      Files.createDirectories(path.resolve("histories"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file for each process. */
  public Path histories() {
    return path.resolve("histories");
  }
}
