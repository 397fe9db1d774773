package io.celers.broker.examples.reliability.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM of ours, and what can be done to it. Safe for use by many threads. */
public final class ChildProcess {

  static final String LOG = ".log";

  /** The file that begins to exist when a process has started its work. */
  static final String READY = ".ready";

  private static final Duration END = Duration.ofSeconds(60);

  private final String name;
  private final Path ready;
  private final Process process;

  private ChildProcess(String name, Path ready, Process process) {
    this.name = name;
    this.ready = ready;
    this.process = process;
  }

  /** Starts it; its output goes into a file beside its history. */
  public static ChildProcess start(Role role, String name, Path histories, Arguments arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // many of them start on a few cores
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(ClassArchive.options(role));
    command.addAll(List.of("-Dorg.jooq.no-logo=true", "-Dorg.jooq.no-tips=true"));
    command.addAll(List.of("-cp", classPath(), RoleProcess.class.getName()));
    command.addAll(
        arguments.with("role", role).with("name", name).with("histories", histories).words());
    File log = histories.resolve(name + LOG).toFile();
    try {
      return new ChildProcess(
          name,
          histories.resolve(name + READY),
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(log))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As in its history. */
  public String name() {
    return name;
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has started its work, which takes a JVM a while where many start. */
  public boolean isReady() {
    return Files.exists(ready);
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGSTOP. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /** SIGTERM; returns when it has ended. */
  public void stop() {
    // not process.destroy(), which also closes the standard input: a sign that the harness is dead
    process.toHandle().destroy();
    await();
  }

  /** Waits for its end; its exit code. */
  public int await() {
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ends", e);
    }
  }

  /** Java itself knows only SIGTERM and SIGKILL. */
  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + signal + " of " + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** That of this JVM; where Maven runs us inside of its own, that of our class loader. */
  private static String classPath() {
    if (ChildProcess.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(ChildProcess::path)
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  private static String path(URL url) {
    try {
      URI file = url.toURI();
      return Path.of(file).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
