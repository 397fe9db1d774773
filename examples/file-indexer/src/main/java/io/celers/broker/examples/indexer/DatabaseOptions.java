package io.celers.broker.examples.indexer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database holds the index. */
final class DatabaseOptions {

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Where the embedded PostgreSQL keeps its data. Default: celers-file-indexer in the"
              + " user's cache folder, for root in the folder for temporary files.")
  private Path data = defaultFolder();

  @Option(
      names = "--url",
      paramLabel = "JDBC-URL",
      description = "Use this PostgreSQL instead of the embedded one.")
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

  /** Where the embedded server keeps its data; never indexed. */
  Path data() {
    return data.toAbsolutePath().normalize();
  }

  /** The same without symbolic links, once it exists. */
  Path realData() throws IOException {
    return Files.exists(data()) ? data().toRealPath() : data();
  }

  /** What is used, for the user; without what a URL may hold of secrets. */
  String description() {
    return url == null ? "embedded PostgreSQL, data kept in " + data() : "given by --url";
  }

  IndexDatabase open(int connections) {
    if (url == null) {
      return IndexDatabase.embedded(data(), connections);
    }
    return IndexDatabase.at(url, user, System.getenv(passwordVariable), connections);
  }

  private static Path defaultFolder() {
    String name = "celers-file-indexer";
    if ("root".equals(System.getProperty("user.name"))) {
      // PostgreSQL does not run as root, and whom it runs as may not enter root's home
      return Path.of(System.getProperty("java.io.tmpdir"), name + "-root");
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", name)
        : Path.of(cache, name);
  }
}
