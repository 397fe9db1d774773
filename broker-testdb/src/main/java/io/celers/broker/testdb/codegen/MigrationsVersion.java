package io.celers.broker.testdb.codegen;

import io.celers.broker.schema.BrokerSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Constants;
import org.jooq.meta.CatalogDefinition;
import org.jooq.meta.CatalogVersionProvider;

/**
 * Lets the generator skip its work, and the database, while migrations, pom and jOOQ are unchanged.
 */
public class MigrationsVersion implements CatalogVersionProvider {

  @Override
  public String version(CatalogDefinition catalog) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(Constants.FULL_VERSION.getBytes(StandardCharsets.UTF_8));
      Path basedir = Path.of(catalog.getDatabase().getBasedir());
      for (Path pom : List.of(basedir.resolve("pom.xml"), basedir.resolveSibling("pom.xml")))
        if (Files.exists(pom)) sha.update(Files.readAllBytes(pom));
      Path home =
          Path.of(BrokerSchema.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String dir = BrokerSchema.LOCATION.substring("classpath:".length());
      if (Files.isDirectory(home)) add(sha, home.resolve(dir));
      else
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
          add(sha, jar.getPath(dir));
        }
      return HexFormat.of().formatHex(sha.digest(), 0, 12);
    } catch (NoSuchAlgorithmException | URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(MessageDigest sha, Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path f : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        sha.update(f.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        sha.update(Files.readAllBytes(f));
      }
    }
  }
}
