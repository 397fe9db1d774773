package io.celers.broker.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The process of a server that runs on a data directory, known by the file that it keeps there. */
final class Postmaster {

  private static final long STOP_SECONDS = 60;

  private final ProcessHandle process;

  private Postmaster(ProcessHandle process) {
    this.process = process;
  }

  /** Empty if no server runs on the data. */
  static Optional<Postmaster> of(Path data) {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid")).stream()
          .findFirst()
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
          .filter(ProcessHandle::isAlive)
          .filter(Postmaster::looksLikePostgres)
          .map(Postmaster::new);
    } catch (NoSuchFileException stopped) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After a restart of the machine the number in the file may belong to anybody. */
  private static boolean looksLikePostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.contains("postgres")).orElse(true);
  }

  /** Stops it in the mode that PostgreSQL calls fast: disconnects clients, writes a checkpoint. */
  void stop() {
    try {
      interrupt();
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Could not stop PostgreSQL, process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while PostgreSQL stopped", e);
    }
  }

  /**
   * SIGKILL; returns when its children are gone as well, since only then another one can start on
   * the data.
   */
  void kill() {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.children()).toList();
    process.destroyForcibly();
    try {
      CompletableFuture.allOf(
              all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Could not kill PostgreSQL, process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while PostgreSQL was killed", e);
    }
  }

  private void interrupt() throws IOException, InterruptedException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      process.destroy();
      return;
    }
    // Java itself can only send SIGTERM, for which the server would wait until every client is
    // gone.
    // The exit code does not matter: the process may have ended just now.
    new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(process.pid()))
        .start()
        .waitFor();
  }
}
