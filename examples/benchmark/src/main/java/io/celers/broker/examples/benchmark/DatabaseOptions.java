package io.celers.broker.examples.benchmark;

import io.celers.broker.examples.benchmark.run.BenchmarkServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server is measured on. */
final class DatabaseOptions {

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Where the embedded PostgreSQL keeps its data. Default: celers-benchmark in the folder"
              + " for temporary files; name one on the disk that is to be measured.")
  private Path data = Path.of(System.getProperty("java.io.tmpdir"), "celers-benchmark");

  @Option(
      names = "--url",
      paramLabel = "JDBC-URL",
      description =
          "Use this PostgreSQL instead of the embedded one. Databases celers_benchmark_* are made"
              + " and dropped on it.")
  private @Nullable String url;

  @Option(names = "--user", description = "Role for --url. Default: ${DEFAULT-VALUE}.")
  private String user = "postgres";

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description =
          "Environment variable that holds the password for --url, if it needs one. Default:"
              + " ${DEFAULT-VALUE}.")
  private String passwordVariable = "PGPASSWORD";

  BenchmarkServer open() {
    return url == null
        ? BenchmarkServer.embedded(data)
        : BenchmarkServer.at(url, user, System.getenv(passwordVariable));
  }
}
