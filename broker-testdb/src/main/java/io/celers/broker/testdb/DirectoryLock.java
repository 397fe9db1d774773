package io.celers.broker.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a directory for this JVM as long as it lives. */
final class DirectoryLock {

  /**
   * Where the directories of this JVM are written down. System properties, because they are the one
   * place that several class loaders (the plugins of a build) share. Without it a second attempt in
   * the same JVM would open and close the file, and POSIX drops a process's lock with the first
   * close.
   */
  private static final String OWNED_HERE = "io.celers.broker.testdb.owned:";

  private static final String FILE_NAME = "owner.lock";

  private final Path file;
  private final String key;
  private final FileChannel channel;

  private DirectoryLock(Path file, String key, FileChannel channel) {
    this.file = file;
    this.key = key;
    this.channel = channel;
  }

  /** Makes the directory if need be; empty if someone else, here or in another JVM, holds it. */
  static Optional<DirectoryLock> tryAcquire(Path directory) {
    String key = OWNED_HERE + directory;
    if (System.getProperties().putIfAbsent(key, "") != null) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = lockedChannel(directory);
    } finally {
      if (channel == null) {
        System.clearProperty(key);
      }
    }
    return channel == null
        ? Optional.empty()
        : Optional.of(new DirectoryLock(directory.resolve(FILE_NAME), key, channel));
  }

  private static @Nullable FileChannel lockedChannel(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return null;
      }
      return channel;
    } catch (NoSuchFileException deletedMeanwhile) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + directory, e);
    }
  }

  boolean isFile(Path path) {
    return path.equals(file);
  }

  void deleteFile() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Gives the directory up. Does nothing the second time. */
  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.clearProperty(key);
    }
  }
}
