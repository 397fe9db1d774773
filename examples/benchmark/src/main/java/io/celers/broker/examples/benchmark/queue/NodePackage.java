package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.examples.benchmark.run.SideUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A package for Node.js in a folder of its own, into which {@code npm} installs it when it is first
 * needed.
 */
record NodePackage(String name, String version, Path folder) {

  private static final Duration LONGEST_INSTALL = Duration.ofSeconds(50);

  /**
   * Installs it, unless it is there.
   *
   * @throws SideUnavailable if Node.js is not installed on this machine, or the package cannot be
   */
  void install() throws SideUnavailable, IOException, InterruptedException {
    if (run(List.of("node", "--version")) != 0) {
      throw new SideUnavailable("node does not run, see " + log());
    }
    if (isInstalled()) {
      return;
    }
    int code =
        run(
            List.of(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--ignore-scripts",
                name + "@" + version));
    if (code != 0 || !isInstalled()) {
      throw new SideUnavailable("npm did not install " + name + ", see " + log());
    }
  }

  boolean isInstalled() {
    return Files.exists(folder.resolve("node_modules").resolve(name).resolve("package.json"));
  }

  /** What node and npm wrote. */
  Path log() {
    return folder.resolve("node.log");
  }

  private int run(List<String> command) throws SideUnavailable, IOException, InterruptedException {
    Files.createDirectories(folder);
    Path manifest = folder.resolve("package.json");
    if (Files.notExists(manifest)) {
      // without one npm would install into a folder above
      Files.writeString(manifest, "{ \"private\": true }\n");
    }
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new SideUnavailable(command.get(0) + " is not installed");
    }
    try {
      if (!process.waitFor(LONGEST_INSTALL.toSeconds(), TimeUnit.SECONDS)) {
        throw new SideUnavailable(
            String.join(" ", command.subList(0, 2)) + ": not done after " + LONGEST_INSTALL);
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
