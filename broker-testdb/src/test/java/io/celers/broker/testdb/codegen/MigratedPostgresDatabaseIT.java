package io.celers.broker.testdb.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.CatalogDefinition;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Property;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigratedPostgresDatabaseIT {

  @TempDir private Path module;

  @BeforeEach
  void writeModule() throws Exception {
    Files.writeString(module.resolve("pom.xml"), "<project/>");
    Path migrations = Files.createDirectories(module.resolve("migration"));
    Files.writeString(migrations.resolve("V1__orders.sql"), "create table orders (id bigint)");
  }

  @Test
  void generatorSeesTheTablesOfTheBrokerAndOwnOnes() throws Exception {
    generate();

    assertThat(output().resolve("celers/tables/CelersTasks.java")).exists();
    assertThat(output().resolve("celers/tables/CelersTaskRows.java")).exists();
    assertThat(output().resolve("public_/tables/Orders.java")).exists();
  }

  @Test
  void unchangedMigrationsAreNotGeneratedAgain() throws Exception {
    generate();
    Path generated = output().resolve("public_/tables/Orders.java");
    Files.writeString(generated, "// still here");

    generate();

    assertThat(generated).hasContent("// still here");
  }

  @Test
  void changedMigrationsAreGeneratedAgain() throws Exception {
    generate();
    Files.writeString(module.resolve("migration/V2__more.sql"), "create table more (id bigint)");

    generate();

    assertThat(output().resolve("public_/tables/More.java")).exists();
  }

  @Test
  void versionStaysWhileNothingChanges() {
    assertThat(version(Map.of())).isEqualTo(version(Map.of())).hasSize(24);
  }

  @Test
  void versionChangesWithOwnMigration() throws Exception {
    String before = version(Map.of());
    Files.writeString(module.resolve("migration/V2__more.sql"), "create table more (id bigint)");

    assertThat(version(Map.of())).isNotEqualTo(before);
  }

  @Test
  void versionChangesWithPom() throws Exception {
    String before = version(Map.of());
    Files.writeString(module.resolve("pom.xml"), "<project></project>");

    assertThat(version(Map.of())).isNotEqualTo(before);
  }

  @Test
  void versionChangesWithProperties() {
    assertThat(version(Map.of("schema", "other"))).isNotEqualTo(version(Map.of()));
    assertThat(version(Map.of("brokerSchema", "false"))).isNotEqualTo(version(Map.of()));
  }

  private String version(Map<String, String> settings) {
    try (MigratedPostgresDatabase database = database(settings)) {
      return new MigrationsVersion().version(new CatalogDefinition(database, "", ""));
    }
  }

  private MigratedPostgresDatabase database(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.put("locations", "filesystem:migration");
    properties.putAll(settings);
    MigratedPostgresDatabase database = new MigratedPostgresDatabase();
    database.setBasedir(module.toString());
    database.setProperties(properties);
    return database;
  }

  private void generate() throws Exception {
    GenerationTool.generate(
        new Configuration()
            .withBasedir(module.toString())
            .withLogging(Logging.WARN)
            .withGenerator(
                new Generator()
                    .withDatabase(
                        new Database()
                            .withName(MigratedPostgresDatabase.class.getName())
                            .withCatalogVersionProvider(MigrationsVersion.class.getName())
                            .withProperties(
                                new Property()
                                    .withKey("locations")
                                    .withValue("filesystem:migration"))
                            .withSchemata(
                                new SchemaMappingType().withInputSchema("celers"),
                                new SchemaMappingType().withInputSchema("public")))
                    .withGenerate(new Generate().withEmptyCatalogs(true))
                    .withTarget(
                        new Target()
                            .withPackageName("generated")
                            .withDirectory(module.resolve("java").toString()))));
  }

  private Path output() {
    return module.resolve("java/generated");
  }
}
