package io.celers.broker.jooq.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.celers.broker.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.Driver;

/**
 * PostgreSQL's own programs: those in the folder that {@code broker.postgres.programs} names, else
 * those on the path.
 */
public final class PostgresPrograms {

  private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private final Path folder;

  private PostgresPrograms(Path folder) {
    this.folder = folder;
  }

  /** The ones that are there. */
  public static Optional<PostgresPrograms> find() {
    String named = System.getProperty("broker.postgres.programs");
    Stream<String> folders =
        named == null
            ? Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            : Stream.of(named);
    return folders
        .map(Path::of)
        .filter(folder -> Files.isExecutable(folder.resolve("pg_dump")))
        .findFirst()
        .map(PostgresPrograms::new);
  }

  /** The first part of their version: they refuse servers with a higher one. */
  public int majorVersion() throws Exception {
    Matcher version = MAJOR.matcher(run(new ProcessBuilder(program("pg_dump"), "--version")));
    if (!version.find()) {
      throw new IllegalStateException(folder + " has a pg_dump that does not tell its version");
    }
    return Integer.parseInt(version.group(1));
  }

  /** Runs one of them on a database, and returns what it prints; throws if it fails. */
  public String run(String program, TestDatabase database, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program(program)));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command);
    var url = Driver.parseURL(database.jdbcUrl(), null);
    process.environment().put("PGHOST", url.getProperty("PGHOST"));
    process.environment().put("PGPORT", url.getProperty("PGPORT"));
    process.environment().put("PGDATABASE", database.name());
    process.environment().put("PGUSER", database.user());
    process.environment().put("PGPASSWORD", database.password());
    return run(process);
  }

  private String program(String name) {
    return folder.resolve(name).toString();
  }

  private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(builder.command() + " failed:\n" + output);
    }
    return output;
  }
}
