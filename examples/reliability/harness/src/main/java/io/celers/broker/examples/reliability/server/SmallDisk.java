package io.celers.broker.examples.reliability.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory that is small enough to be filled up, and the tables of a server on it.
 * The log of the server stays where it is: without space for that, it would crash.
 *
 * <p>It takes root, or user namespaces for everybody. A process of its own mounts it, and takes it
 * away when it is told to or this JVM dies. Without root it is in the namespace of that process
 * alone, and others come to it by {@code /proc}.
 */
public final class SmallDisk implements AutoCloseable {

  private static final long END_SECONDS = 30;
  private static final String MOUNTED = "mounted";

  /** The second fits where the first no longer does. */
  private static final int[] BLOCKS = {1 << 20, 1 << 12};

  /**
   * {@code $0} is where, {@code $1} how large; it lasts as long as its standard input, also where
   * somebody ends the harness by a signal to all of its processes.
   */
  private static final String MOUNT =
      """
      trap '' HUP INT TERM
      mount -t tmpfs -o mode=0700,size=$1 tmpfs "$0" || exit 1
      echo mounted; cat > /dev/null; umount -l "$0"
      """;

  private final Process holder;
  private final Path mountPoint;
  private final Path seenFrom;

  private SmallDisk(Process holder, Path mountPoint, Path seenFrom) {
    this.holder = holder;
    this.mountPoint = mountPoint;
    this.seenFrom = seenFrom;
  }

  /** Why there can be none here; empty if there can. */
  public static Optional<String> obstacle() {
    try (SmallDisk disk = mount(1)) {
      return Files.isDirectory(disk.seenFrom) ? Optional.empty() : Optional.of("cannot be seen");
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Makes it.
   *
   * @throws IllegalStateException if that is not possible here; the message says why
   */
  public static SmallDisk mount(int megabytes) {
    boolean root = "root".equals(System.getProperty("user.name"));
    try {
      Path mountPoint = Files.createTempDirectory("celers-small-disk");
      mountPoint.toFile().deleteOnExit(); // when nothing could be mounted there
      List<String> command = new ArrayList<>(root ? List.of() : List.of("unshare", "-Urm"));
      command.addAll(List.of("sh", "-c", MOUNT, mountPoint.toString(), megabytes + "m"));
      Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer =
          new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8)).readLine();
      Path seenFrom = root ? mountPoint : Path.of("/proc", holder.pid() + "/root" + mountPoint);
      SmallDisk disk = new SmallDisk(holder, mountPoint, seenFrom);
      if (!MOUNTED.equals(answer)) {
        disk.close();
        throw new IllegalStateException("no file system can be mounted here: " + answer);
      }
      return disk;
    } catch (IOException e) {
      throw new IllegalStateException("no file system can be mounted here: " + e.getMessage(), e);
    }
  }

  /** Moves all tables and indexes of a server there that are not its own. */
  public void take(HarnessServer server) throws SQLException {
    server.execute("create tablespace small location '%s'".formatted(seenFrom));
    server.execute("alter table all in tablespace pg_default set tablespace small");
    server.execute("alter index all in tablespace pg_default set tablespace small");
    server.execute("alter database postgres set default_tablespace = small");
  }

  /** Takes all space that is left; again if some has become free meanwhile. */
  public void fill() {
    for (int block : BLOCKS) {
      fill(new byte[block]);
    }
  }

  private void fill(byte[] block) {
    try (OutputStream filler =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        filler.write(block);
      }
    } catch (IOException full) {
      // that is what it is for; that it is so, the server has to say
    }
  }

  /** Gives that space back. */
  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return seenFrom.resolve("filler");
  }

  /** Takes it away; the server that is on it must have ended. */
  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
      if (!holder.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(mountPoint + " stays mounted");
      }
      Files.deleteIfExists(mountPoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + mountPoint + " is taken away", e);
    }
  }
}
