package io.celers.broker.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directory of one embedded server: data, log, and a lock that tells whether its JVM still lives.
 *
 * <p>The lock is the operating system's, so it goes away with the JVM however that ends, while the
 * server goes on.
 */
final class ServerDirectory {

  private static final Logger log = LoggerFactory.getLogger(ServerDirectory.class);
  private static final int LOG_LINES_SHOWN = 15;
  private static final int NEW_DIRECTORY_ATTEMPTS = 10;

  private final Path path;
  private final DirectoryLock lock;

  private ServerDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the directory if need be, and takes it for this JVM. */
  static ServerDirectory claim(Path path) {
    return tryClaim(path)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Another embedded PostgreSQL uses " + path + " now; stop it first"));
  }

  /** Makes and takes a new directory below the parent. */
  static ServerDirectory claimNew(Path parent) {
    // another JVM that looks for abandoned ones may hold the new one for a moment
    return Stream.generate(() -> tryClaim(parent.resolve(UUID.randomUUID().toString())))
        .limit(NEW_DIRECTORY_ATTEMPTS)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Cannot make a new directory in " + parent));
  }

  private static Optional<ServerDirectory> tryClaim(Path path) {
    return DirectoryLock.tryAcquire(path).map(lock -> new ServerDirectory(path, lock));
  }

  /** Stops the servers, and deletes the data, of JVMs that no longer exist. */
  static void removeAbandoned(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Stream<Path> children = Files.list(parent)) {
      for (Path child : children.toList()) {
        tryClaim(child).ifPresent(ServerDirectory::removeAbandoned);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeAbandoned() {
    try {
      stopOrphan();
      deleteAndRelease();
    } catch (RuntimeException e) {
      log.warn("Could not remove the abandoned server in {}", path, e);
      release();
    }
  }

  Path data() {
    return path.resolve("data");
  }

  Path log() {
    return path.resolve("server.log");
  }

  /** Stops a server that still runs on the data although nobody owns it. */
  void stopOrphan() {
    Postmaster.of(data()).ifPresent(Postmaster::stop);
  }

  /** What the server last said, for an error message. */
  String endOfLog() {
    if (!Files.isReadable(log())) {
      return "It wrote no log.";
    }
    try {
      List<String> lines = Files.readAllLines(log());
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return "Its log ends with: " + String.join("\n  ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "Its log cannot be read: " + e;
    }
  }

  /** Gives the directory up, and deletes it. */
  void deleteAndRelease() {
    try {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          if (!each.equals(path) && !lock.isFile(each)) {
            Files.deleteIfExists(each);
          }
        }
      }
      release();
      // Once the lock is open, someone who looks for abandoned directories may take and delete it
      // first.
      lock.deleteFile();
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException taken) {
      log.debug("{} is deleted by another JVM", path, taken);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void release() {
    lock.release();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
