package io.celers.broker.schema;

import static io.celers.broker.schema.BrokerSchema.LAST_MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migration files run by something else: psql, plain JDBC, the user's own Flyway. */
class HandMadeSchemaIT {

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();
  private List<Path> files = List.of();

  @BeforeEach
  void copyFiles(@TempDir Path directory) throws Exception {
    files = MigrationFiles.copyTo(directory);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void psqlMakesTheSameSchemaAsFlyway() throws Exception {
    Sql.execute(database.dataSource(), "create schema celers", "create schema by_hand");
    BrokerSchema.migrate(database.dataSource());

    runByHand("by_hand", files);

    assertThat(columnsOf("by_hand")).isEqualTo(columnsOf("celers")).isNotEmpty();
  }

  @Test
  void handMadeSchemaIsAdopted() throws Exception {
    Sql.execute(database.dataSource(), "create schema celers");
    runByHand("celers", files);
    SchemaOptions options = SchemaOptions.defaults().withAdoptedMigration(LAST_MIGRATION);

    MigratedSchema adopted = BrokerSchema.migrate(database.dataSource(), options);

    assertThat(adopted).isEqualTo(new MigratedSchema("celers", 0, LAST_MIGRATION));
    assertThat(BrokerSchema.migrate(database.dataSource(), options)).isEqualTo(adopted);
    assertThat(BrokerSchema.migrate(database.dataSource())).isEqualTo(adopted);
  }

  @Test
  void adoptionRunsTheMigrationsThatAreStillMissing() throws Exception {
    Sql.execute(database.dataSource(), "create schema celers");
    runByHand("celers", files.subList(0, 9));

    MigratedSchema adopted =
        BrokerSchema.migrate(
            database.dataSource(), SchemaOptions.defaults().withAdoptedMigration(9));

    assertThat(adopted).isEqualTo(new MigratedSchema("celers", LAST_MIGRATION - 9, LAST_MIGRATION));
    assertThat(columnsOf("celers")).isNotEmpty();
  }

  @Test
  void handMadeSchemaIsRefusedUnlessItIsAdopted() throws Exception {
    Sql.execute(database.dataSource(), "create schema celers");
    runByHand("celers", files);

    BrokerSchemaException refused =
        catchThrowableOfType(
            BrokerSchemaException.UnmanagedTables.class,
            () -> BrokerSchema.migrate(database.dataSource()));

    assertThat(refused)
        .hasMessageContaining("celers_tasks")
        .hasMessageContaining("withAdoptedMigration");
  }

  @Test
  void adoptionOfIncompleteSchemaIsRefused() throws Exception {
    Sql.execute(database.dataSource(), "create schema celers");
    runByHand("celers", files.subList(0, 9));

    BrokerSchemaException refused =
        catchThrowableOfType(
            BrokerSchemaException.UnmanagedTables.class,
            () ->
                BrokerSchema.migrate(
                    database.dataSource(),
                    SchemaOptions.defaults().withAdoptedMigration(LAST_MIGRATION)));

    assertThat(refused)
        .hasMessageContaining("celers_workers")
        .hasMessageContaining("" + LAST_MIGRATION);
  }

  @Test
  void adoptionOfEmptySchemaMigratesItInFull() throws SQLException {
    Sql.execute(
        database.dataSource(), "create schema celers", "create table celers.orders (id bigint)");

    MigratedSchema migrated =
        BrokerSchema.migrate(
            database.dataSource(), SchemaOptions.defaults().withAdoptedMigration(LAST_MIGRATION));

    assertThat(migrated.migrationsApplied()).isEqualTo(LAST_MIGRATION);
  }

  @Test
  void flywayOfTheUserRunsTheFilesWithItsOwnHistory() throws Exception {
    Flyway own =
        Flyway.configure()
            .dataSource(database.dataSource())
            .schemas("celers")
            .table("queue_history")
            .locations(BrokerSchema.LOCATION)
            .load();

    assertThat(own.migrate().migrationsExecuted).isEqualTo(LAST_MIGRATION);
    assertThat(own.migrate().migrationsExecuted).isZero();
    assertThat(
            catchThrowableOfType(
                BrokerSchemaException.UnmanagedTables.class,
                () -> BrokerSchema.migrate(database.dataSource())))
        .hasMessageContaining("another tool");
  }

  /** By the real psql where there is one; else file by file over JDBC, as psql would send them. */
  private void runByHand(String schema, List<Path> scripts) throws Exception {
    Optional<Path> psql = psql();
    if (psql.isEmpty()) {
      System.out.println("No psql on the PATH: JDBC runs the migration files in its place.");
      String[] texts = scripts.stream().map(MigrationFiles::text).toArray(String[]::new);
      Sql.execute(
          database.dataSource(),
          Stream.concat(Stream.of("set search_path to " + schema), Arrays.stream(texts))
              .toArray(String[]::new));
      return;
    }
    URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    List<String> command =
        new ArrayList<>(List.of(psql.get().toString(), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"));
    scripts.forEach(script -> command.addAll(List.of("-f", script.toString())));
    Path output = Files.createTempFile("psql", ".log");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    process.environment().put("PGOPTIONS", "-c search_path=" + schema);
    process.environment().put("PGHOST", address.getHost());
    process.environment().put("PGPORT", String.valueOf(address.getPort()));
    process.environment().put("PGDATABASE", database.name());
    process.environment().put("PGUSER", database.user());
    process.environment().put("PGPASSWORD", database.password());
    assertThat(process.start().waitFor()).as(() -> MigrationFiles.text(output)).isZero();
    Files.delete(output);
  }

  private static Optional<Path> psql() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "psql"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private List<String> columnsOf(String schema) throws SQLException {
    return Sql.column(
        database.dataSource(),
        "select concat_ws(' ', table_name, column_name, data_type, udt_name, is_nullable,"
            + " collation_name, replace(column_default, '"
            + schema
            + ".', '')) from information_schema.columns where table_schema = '"
            + schema
            + "' and table_name <> 'celers_schema_history' order by 1");
  }
}
