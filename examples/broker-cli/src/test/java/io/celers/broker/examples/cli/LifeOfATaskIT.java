package io.celers.broker.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the read-me shows of the command line is what its script prints. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class LifeOfATaskIT {

  private static final Path READ_ME = Path.of("..", "..", "README.md");
  private static final String BEGIN = "<!-- life-of-a-task.sh -->\n```\n";

  @TempDir private Path bin;

  @Test
  void readMeShowsWhatTheScriptPrints() throws IOException, InterruptedException {
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {

      String printed = run(database);

      assertThat(normalised(printed)).isEqualTo(normalised(shown()));
    }
  }

  private String run(TestDatabase database) throws IOException, InterruptedException {
    putBrokerOnThePath();
    Path output = bin.resolve("output");
    ProcessBuilder script =
        new ProcessBuilder("./life-of-a-task.sh")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    script.environment().put("BROKER_URL", database.jdbcUrl());
    script.environment().put("BROKER_USER", database.user());
    script.environment().put("BROKER_PASSWORD", database.password());
    script.environment().merge("PATH", "", (path, none) -> bin + ":" + path);
    Process process = script.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    assertThat(ended).as("the script ends").isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  /** The program of this class path, under its own name. */
  private void putBrokerOnThePath() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path broker =
        Files.writeString(
            bin.resolve("broker"),
            "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"\n"
                .formatted(java, System.getProperty("java.class.path"), BrokerCli.class.getName()));
    Files.setPosixFilePermissions(broker, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String shown() throws IOException {
    String readMe = Files.readString(READ_ME, StandardCharsets.UTF_8);
    assertThat(readMe).contains(BEGIN);
    int begin = readMe.indexOf(BEGIN) + BEGIN.length();
    return readMe.substring(begin, readMe.indexOf("```", begin));
  }

  /** Ids, moments and lengths of time differ from run to run, and so does the width of columns. */
  private static String normalised(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ", "<time>")
        .replaceAll("\\b\\d+(\\.\\d)? (ms|s|min)( \\d+ s)?(?=[\\s,])", "<length>")
        .replaceAll("migration \\d+, \\d+ applied", "migration <n>, <n> applied")
        .replaceAll(" +", " ")
        .strip();
  }
}
