package io.celers.broker.testdb;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** All that touches the library that unpacks and runs the server. */
final class EmbeddedProcess {

  static final String SUPERUSER = "postgres";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final ServerDirectory directory;
  private final EmbeddedPostgres server;
  private final String version;

  private EmbeddedProcess(ServerDirectory directory, EmbeddedPostgres server) throws SQLException {
    this.directory = directory;
    this.server = server;
    this.version = askVersion();
  }

  /** Holds the unpacked binaries: one for each user, because another one's may be unreadable. */
  static Path workDirectory() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "celers-postgres-" + System.getProperty("user.name"));
  }

  static EmbeddedProcess start(ServerDirectory directory, Map<String, String> settings) {
    try {
      return new EmbeddedProcess(directory, startAsWhoever(directory, settings));
    } catch (IOException | SQLException | RuntimeException e) {
      throw new IllegalStateException(
          "The embedded PostgreSQL in " + directory + " does not start. " + directory.endOfLog(),
          e);
    }
  }

  PGSimpleDataSource admin() {
    PGSimpleDataSource admin = new PGSimpleDataSource();
    admin.setServerNames(new String[] {"localhost"});
    admin.setPortNumbers(new int[] {port()});
    admin.setDatabaseName("postgres");
    admin.setUser(SUPERUSER);
    return admin;
  }

  int port() {
    return server.getPort();
  }

  String version() {
    return version;
  }

  /** Stops the server; returns when its process is gone. */
  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("Could not stop the PostgreSQL in " + directory, e);
    }
    // The library gives up after 5 s, and at the end of the JVM its own hook may be stopping it
    // just now.
    directory.stopOrphan();
  }

  /** Stops the server and starts it again as it was started. */
  void restart(StopMode mode) {
    if (mode == StopMode.KILL) {
      Postmaster.of(directory.data()).ifPresent(Postmaster::kill);
    }
    PgCtl.restart(directory, mode, isUnsharedRoot());
  }

  private String askVersion() throws SQLException {
    try (Connection connection = admin().getConnection()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  private static EmbeddedPostgres startAsWhoever(
      ServerDirectory directory, Map<String, String> settings) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Files.createDirectories(workDirectory()).toFile())
            .setDataDirectory(directory.data())
            .setCleanDataDirectory(false)
            .setLocaleConfig("locale", "C") // the same everywhere, whatever locales the host has
            .setOutputRedirector(Redirect.appendTo(directory.log().toFile()))
            .setErrorRedirector(Redirect.appendTo(directory.log().toFile()))
            .setPGStartupWait(START_TIMEOUT);
    settings.forEach(builder::setServerConfig);
    // the library evades the refusal to run as root by `unshare -U`, which most containers forbid
    return !isRoot() || LinuxUtils.isUnshareAvailable()
        ? builder.start()
        : NobodyBinaries.start(builder, workDirectory(), directory.data());
  }

  private static boolean isUnsharedRoot() {
    return isRoot() && LinuxUtils.isUnshareAvailable();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
