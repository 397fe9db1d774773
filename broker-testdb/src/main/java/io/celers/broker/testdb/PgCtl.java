package io.celers.broker.testdb;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's own program that stops and starts a server on a data directory. */
final class PgCtl {

  private static final String TIMEOUT_SECONDS = "60";

  private PgCtl() {}

  /**
   * Returns when the server accepts connections.
   *
   * @param unshare whether we are root, which the server refuses, and may give that up for it
   */
  static void restart(ServerDirectory directory, StopMode mode, boolean unshare) {
    List<String> command = new ArrayList<>(unshare ? List.of("unshare", "-U") : List.of());
    try {
      command.add(beside(directory.data()).toString());
      command.addAll(List.of("-D", directory.data().toString(), "-m", mode.word()));
      command.addAll(List.of("-w", "-t", TIMEOUT_SECONDS, "restart"));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(directory.log().toFile()))
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "The PostgreSQL in " + directory + " does not start again. " + directory.endOfLog());
      }
    } catch (IOException e) {
      throw new IllegalStateException("The PostgreSQL in " + directory + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while PostgreSQL started again", e);
    }
  }

  /** The server writes down how it was started, and {@code restart} does the same again. */
  private static Path beside(Path data) throws IOException {
    String line = Files.readString(data.resolve("postmaster.opts"));
    return Path.of(line.substring(0, line.indexOf(" \""))).resolveSibling("pg_ctl");
  }
}
