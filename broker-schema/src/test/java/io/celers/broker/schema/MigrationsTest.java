package io.celers.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

  private static final Pattern NAME = Pattern.compile("V(\\d+)__[a-z_]+\\.sql");

  /**
   * A migration that is released is never edited: databases out there have run it as it was.
   *
   * <p>Until the first release they may still be reshaped. After that, in their folder, run
   *
   * <pre>
   * sha256sum V*.sql | sort -V -k2 > ../../../../../test/resources/migration-checksums.sha256
   * </pre>
   */
  @Test
  void releasedMigrationsAreAsTheyWere() throws Exception {
    Map<String, String> actual = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      actual.put(file.getKey(), sha256(file.getValue()));
    }

    assertThat(actual).isEqualTo(recordedChecksums());
  }

  @Test
  void migrationsAreNumberedWithoutGaps() throws Exception {
    int[] numbers = files().keySet().stream().mapToInt(MigrationsTest::number).sorted().toArray();

    assertThat(numbers).hasSize(BrokerSchema.LAST_MIGRATION);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i]).isEqualTo(i + 1);
    }
  }

  @Test
  void everyTableIsListedWithTheMigrationThatMakesIt() throws Exception {
    Map<String, Integer> made = new TreeMap<>();
    Pattern createTable = Pattern.compile("(?m)^create table (\\w+)");
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Matcher matcher = createTable.matcher(new String(file.getValue(), StandardCharsets.UTF_8));
      while (matcher.find()) {
        made.put(matcher.group(1), number(file.getKey()));
      }
    }

    assertThat(Migrations.tables()).isEqualTo(made.keySet());
    made.forEach(
        (table, migration) -> {
          assertThat(Migrations.tablesUpTo(migration)).contains(table);
          assertThat(Migrations.tablesUpTo(migration - 1)).doesNotContain(table);
        });
  }

  /** They run under any schema name, by any tool, on the search path that the tool sets. */
  @Test
  void migrationsNameNoSchemaAndHoldNoPlaceholder() throws Exception {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      assertThat(new String(file.getValue(), StandardCharsets.UTF_8))
          .as(file.getKey())
          .doesNotContain("${", "search_path =", "search_path to")
          .doesNotContainPattern("\\b(celers|public)\\.\\w");
    }
  }

  private static Map<String, byte[]> files() throws IOException, URISyntaxException {
    String location = BrokerSchema.LOCATION.substring("classpath:".length());
    Path folder =
        Path.of(
            Objects.requireNonNull(MigrationsTest.class.getClassLoader().getResource(location))
                .toURI());
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    assertThat(files.keySet()).isNotEmpty().allMatch(name -> NAME.matcher(name).matches());
    return files;
  }

  private static Map<String, String> recordedChecksums() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            MigrationsTest.class.getResourceAsStream("/migration-checksums.sha256"))) {
      Map<String, String> recorded = new TreeMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" +"))
          .forEach(line -> recorded.put(line[1], line[0]));
      return recorded;
    }
  }

  private static int number(String file) {
    Matcher matcher = NAME.matcher(file);
    assertThat(matcher.matches()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
