package io.celers.broker.examples.reliability.process;

import io.celers.broker.examples.reliability.recorder.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of every process that the harness starts. */
public final class RoleProcess {

  private static final int ORPHANED = 3;

  private RoleProcess() {}

  /** Plays the role that the arguments name. */
  public static void main(String[] args) throws Exception {
    endWithTheHarness();
    Arguments arguments = Arguments.of(args);
    Role role = Role.valueOf(arguments.text("role"));
    Recorder recorder =
        Recorder.begin(arguments.path("histories"), arguments.text("name"), role.word());
    role.run(arguments, recorder);
  }

  /** Tells the harness that the process is at work. */
  static void ready(Arguments arguments) {
    Path marker = arguments.path("histories").resolve(arguments.text("name") + ChildProcess.READY);
    try {
      Files.createFile(marker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All threads of the broker are daemons. */
  static void keepAlive() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The harness holds the other end of the standard input, and lets go of it when it dies. */
  private static void endWithTheHarness() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // nobody writes
                }
              } catch (IOException e) {
                // as good as the end
              }
              Runtime.getRuntime().halt(ORPHANED);
            },
            "harness-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
