package io.celers.broker.testdb;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

/**
 * Runs the server as {@code nobody} where we are root in a container that forbids user namespaces.
 */
final class NobodyBinaries {

  private static final String DROP_PRIVILEGES =
      """
      #!/bin/sh
      POSIXLY_CORRECT=1 exec su -s /bin/sh -c 'unset POSIXLY_CORRECT; exec "$0" "$@"' nobody "$0.real" "$@"
      """;

  private NobodyBinaries() {}

  static EmbeddedPostgres start(EmbeddedPostgres.Builder builder, Path workDirectory, Path data)
      throws IOException {
    Files.createDirectories(data);
    Files.setOwner(
        data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    try {
      return builder.start();
    } catch (IllegalStateException refusedBecauseRoot) {
      // The first attempt unpacks the binaries. Only then can they be wrapped; the second one's
      // error is reported.
      wrap(workDirectory);
      return builder.start();
    }
  }

  private static void wrap(Path workDirectory) throws IOException {
    try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(workDirectory, "PG-*")) {
      for (Path binaries : unpacked) {
        for (String name : List.of("initdb", "pg_ctl")) {
          Path script = binaries.resolve("bin").resolve(name);
          Path real = script.resolveSibling(name + ".real");
          if (!Files.exists(real)) {
            Files.move(script, real);
            Files.writeString(script, DROP_PRIVILEGES);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
        // the library unpacks again when the marker is older than what it finds
        Files.setLastModifiedTime(
            binaries.resolve(".exists"), FileTime.from(Instant.now().plusSeconds(1)));
      }
    }
  }
}
