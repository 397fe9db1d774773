package io.celers.broker.testdb.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationPlanIT {

  @TempDir private Path module;

  @Test
  void onlyTheTablesOfTheBrokerAreMadeUnlessMoreIsAskedFor() throws SQLException {
    MigrationPlan plan = plan(Map.of());

    assertThat(schemasAfter(plan)).containsExactly("celers");
  }

  @Test
  void ownMigrationsRunBesideThoseOfTheBroker() throws Exception {
    writeMigration("create table orders (task_id uuid references celers.celers_tasks)");
    MigrationPlan plan =
        plan(Map.of("locations", "filesystem:src/migration", "schema", "application"));

    assertThat(schemasAfter(plan)).containsExactly("application", "celers");
  }

  @Test
  void ownMigrationsRunWithoutThoseOfTheBroker() throws Exception {
    writeMigration("create table orders (id bigint)");
    MigrationPlan plan =
        plan(Map.of("locations", " filesystem:src/migration ,", "brokerSchema", "false"));

    assertThat(schemasAfter(plan)).containsExactly("public");
  }

  @Test
  void ownMigrationsMayUseTheSchemaOfTheBroker() throws Exception {
    writeMigration("create table orders (id bigint)");
    MigrationPlan plan = plan(Map.of("locations", "filesystem:src/migration", "schema", "celers"));

    assertThat(schemasAfter(plan)).containsExactly("celers");
  }

  @Test
  void planWithoutAnyMigrationIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(Map.of("brokerSchema", "false")))
        .withMessageContaining("Nothing to migrate");
  }

  @Test
  void brokerSchemaIsTrueOrFalse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(Map.of("brokerSchema", "celers")))
        .withMessageEndingWith("was celers");
  }

  private MigrationPlan plan(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    return MigrationPlan.of(properties, module);
  }

  private void writeMigration(String statement) throws Exception {
    Path folder = Files.createDirectories(module.resolve("src/migration"));
    Files.writeString(folder.resolve("V1__orders.sql"), statement);
  }

  private static List<String> schemasAfter(MigrationPlan plan) throws SQLException {
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {
      plan.migrate(database.dataSource());
      return Sql.column(
          database.dataSource(),
          """
          select distinct schemaname::text from pg_tables
          where schemaname not in ('pg_catalog', 'information_schema') order by 1
          """);
    }
  }
}
