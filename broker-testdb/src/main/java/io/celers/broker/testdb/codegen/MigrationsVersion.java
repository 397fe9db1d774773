package io.celers.broker.testdb.codegen;

import io.celers.broker.schema.BrokerSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jooq.Constants;
import org.jooq.meta.CatalogDefinition;
import org.jooq.meta.CatalogVersionProvider;
import org.jooq.meta.Database;

/**
 * Lets the generator skip its work, and the database, while nothing has changed that could change
 * it.
 *
 * <p>That is: the migrations of {@link MigratedPostgresDatabase}, the properties that name them,
 * the poms up to the root, and jOOQ itself. Named as {@code <catalogVersionProvider>}; needs {@code
 * <emptyCatalogs>true</emptyCatalogs>}, or jOOQ asks the database before it asks this class.
 */
public class MigrationsVersion implements CatalogVersionProvider {

  private static final int HASH_BYTES_SHOWN = 12;

  @Override
  public String version(CatalogDefinition catalog) {
    Database database = catalog.getDatabase();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, Constants.FULL_VERSION);
      new TreeMap<>(database.getProperties())
          .forEach((name, value) -> update(digest, name + "=" + value));
      updateWithPoms(digest, Path.of(database.getBasedir()).toAbsolutePath());
      MigrationPlan plan = MigrationPlan.of(database);
      if (plan.brokerSchema()) {
        MigrationFolder.of(BrokerSchema.LOCATION).update(digest);
      }
      for (String location : plan.locations()) {
        MigrationFolder.of(location).update(digest);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES_SHOWN);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator's configuration is in one of them, or in something that they inherit. */
  private static void updateWithPoms(MessageDigest digest, Path basedir) throws IOException {
    for (Path folder = basedir; folder != null; folder = folder.getParent()) {
      Path pom = folder.resolve("pom.xml");
      if (!Files.isRegularFile(pom)) {
        return;
      }
      digest.update(Files.readAllBytes(pom));
    }
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
