package io.celers.broker.examples.reliability.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The classes of a process as another JVM has laid them out in a file before: where hundreds of
 * processes start on a few cores, most of their time goes into loading classes.
 *
 * <p>The system property {@code reliability.classes} names the file. If there is none, workers
 * write it when they end by themselves: a short run with one worker makes it.
 */
final class ClassArchive {

  private static final Optional<Path> FILE =
      Optional.ofNullable(System.getProperty("reliability.classes")).map(Path::of);

  private ClassArchive() {}

  /** What to start a JVM of this role with. */
  static List<String> options(Role role) {
    if (FILE.isPresent() && Files.exists(FILE.get())) {
      return List.of("-XX:SharedArchiveFile=" + FILE.get());
    }
    return FILE.isPresent() && role == Role.WORKER
        ? List.of("-XX:ArchiveClassesAtExit=" + FILE.get())
        : List.of();
  }
}
