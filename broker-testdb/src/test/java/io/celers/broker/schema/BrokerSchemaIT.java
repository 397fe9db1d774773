package io.celers.broker.schema;

import static io.celers.broker.schema.BrokerSchema.LAST_MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerSchemaIT {

  private static final int NODES = 8;

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void emptyDatabaseGetsAllTables() throws SQLException {
    MigratedSchema migrated = BrokerSchema.migrate(database.dataSource());

    assertThat(migrated).isEqualTo(new MigratedSchema("celers", LAST_MIGRATION, LAST_MIGRATION));
    assertThat(tablesOf("celers"))
        .containsExactlyInAnyOrderElementsOf(Migrations.tables())
        .isNotEmpty();
  }

  @Test
  void expectedVersionIsTheOneThatTheMigrationsWrite() throws SQLException {
    BrokerSchema.migrate(database.dataSource());

    assertThat(
            Sql.count(
                database.dataSource(), "select max(version) from celers.celers_schema_version"))
        .isEqualTo(BrokerSchema.SCHEMA_VERSION);
  }

  @Test
  void secondMigrationFindsNothingToDo() {
    BrokerSchema.migrate(database.dataSource());

    MigratedSchema again = BrokerSchema.migrate(database.dataSource());

    assertThat(again).isEqualTo(new MigratedSchema("celers", 0, LAST_MIGRATION));
  }

  @Test
  void eightNodesAtOnceApplyEachMigrationOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(NODES);
    ExecutorService nodes = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<MigratedSchema>> runs = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        runs.add(
            nodes.submit(
                () -> {
                  together.await();
                  return BrokerSchema.migrate(database.dataSource());
                }));
      }

      int applied = 0;
      for (Future<MigratedSchema> run : runs) {
        assertThat(run.get().migration()).isEqualTo(LAST_MIGRATION);
        applied += run.get().migrationsApplied();
      }
      assertThat(applied).isEqualTo(LAST_MIGRATION);
    } finally {
      nodes.shutdownNow();
    }
    assertThat(tablesOf("celers")).containsExactlyInAnyOrderElementsOf(Migrations.tables());
  }

  @Test
  void roleThatMayCreateInTheDatabaseMigrates() throws SQLException {
    try (Role owner = Role.in(database)) {
      Sql.execute(
          database.dataSource(), "grant create on database " + database.name() + " to " + owner);

      MigratedSchema migrated = BrokerSchema.migrate(owner.dataSource());

      assertThat(migrated.migrationsApplied()).isEqualTo(LAST_MIGRATION);
      assertThat(ownersOf("celers")).containsOnly(owner.toString());
    }
  }

  @Test
  void roleThatOwnsThePreparedSchemaMigrates() throws SQLException {
    try (Role owner = Role.in(database)) {
      Sql.execute(database.dataSource(), "create schema celers authorization " + owner);

      MigratedSchema migrated =
          BrokerSchema.migrate(
              owner.dataSource(), SchemaOptions.defaults().withCreation(SchemaCreation.NEVER));

      assertThat(migrated.migrationsApplied()).isEqualTo(LAST_MIGRATION);
      assertThat(ownersOf("celers")).containsOnly(owner.toString());
    }
  }

  @Test
  void roleOfTheApplicationNeedsTheDocumentedGrants() throws SQLException {
    BrokerSchema.migrate(database.dataSource());
    String enqueue =
        """
        insert into celers.celers_tasks (id, queue, task_name, codec, payload, content_hash)
        values (gen_random_uuid(), 'mail', 'send', 'json', '', 1)
        """;
    try (Role application = Role.in(database)) {
      Sql.execute(
          database.dataSource(),
          "grant usage on schema celers to " + application,
          "grant select, insert, update, delete on all tables in schema celers to " + application);
      assertThatThrownBy(() -> Sql.execute(application.dataSource(), enqueue))
          .hasMessageContaining("celers_now");

      Sql.execute(
          database.dataSource(),
          "grant execute on all functions in schema celers to " + application);
      Sql.execute(application.dataSource(), enqueue);

      assertThat(
              Sql.count(
                  application.dataSource(),
                  "select count(*) from celers.celers_tasks where state = 'pending'"))
          .isOne();
    }
  }

  @Test
  void schemaPublicWorks() throws SQLException {
    BrokerSchema.migrate(database.dataSource(), SchemaOptions.defaults().withSchema("public"));

    assertThat(tablesOf("public")).containsExactlyInAnyOrderElementsOf(Migrations.tables());
  }

  @Test
  void twoSchemasOfOneDatabaseHaveTheirOwnTablesTypesAndFunctions() throws SQLException {
    BrokerSchema.migrate(database.dataSource(), SchemaOptions.defaults().withSchema("public"));
    BrokerSchema.migrate(database.dataSource());
    BrokerSchema.migrate(database.dataSource(), SchemaOptions.defaults().withSchema("_queue_2"));

    for (String schema : List.of("public", "celers", "_queue_2")) {
      assertThat(tablesOf(schema)).containsExactlyInAnyOrderElementsOf(Migrations.tables());
      assertThat(schemasThatOneDependsOn(schema)).containsOnly(schema);
    }
  }

  @Test
  void objectsOfTheApplicationInTheSameSchemaStay() throws SQLException {
    Sql.execute(
        database.dataSource(),
        "create schema celers",
        "create table celers.orders as select 7 as id",
        "create type celers.color as enum ('red')");

    MigratedSchema migrated = BrokerSchema.migrate(database.dataSource());

    assertThat(migrated.migrationsApplied()).isEqualTo(LAST_MIGRATION);
    assertThat(Sql.count(database.dataSource(), "select id from celers.orders")).isEqualTo(7);
  }

  @Test
  void flywayOfTheApplicationDoesNotMeetOurs() throws SQLException {
    Flyway application =
        Flyway.configure()
            .dataSource(database.dataSource())
            .locations("classpath:application/migration")
            .load();

    application.migrate();
    BrokerSchema.migrate(database.dataSource(), SchemaOptions.defaults().withSchema("public"));

    assertThat(application.migrate().migrationsExecuted).isZero();
    assertThat(application.validateWithResult().validationSuccessful).isTrue();
    assertThat(Sql.count(database.dataSource(), "select count(*) from flyway_schema_history"))
        .isOne();
    assertThat(Sql.count(database.dataSource(), "select count(*) from orders")).isZero();
  }

  @Test
  void contextClassLoaderOfTheCallerDoesNotMatter() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader foreign =
        new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(foreign);

      MigratedSchema migrated = BrokerSchema.migrate(database.dataSource());

      assertThat(migrated.migrationsApplied()).isEqualTo(LAST_MIGRATION);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void locksOfTheMigrationAreGoneAfterwards() throws SQLException {
    BrokerSchema.migrate(database.dataSource());

    assertThat(
            Sql.count(
                database.dataSource(),
                "select count(*) from pg_locks where locktype = 'advisory' and database ="
                    + " (select oid from pg_database where datname = current_database())"))
        .isZero();
  }

  private List<String> tablesOf(String schema) throws SQLException {
    List<String> tables =
        Sql.column(
            database.dataSource(),
            "select tablename from pg_tables where schemaname = '" + schema + "'");
    assertThat(tables).contains(BrokerSchema.HISTORY_TABLE);
    tables.removeAll(List.of(BrokerSchema.HISTORY_TABLE));
    return tables;
  }

  private List<String> ownersOf(String schema) throws SQLException {
    return Sql.column(
        database.dataSource(),
        "select distinct tableowner from pg_tables where schemaname = '" + schema + "'");
  }

  /** Where the enum types of the columns and the functions of the defaults come from. */
  private List<String> schemasThatOneDependsOn(String schema) throws SQLException {
    List<String> schemas =
        new ArrayList<>(
            Sql.column(
                database.dataSource(),
                "select distinct udt_schema from information_schema.columns"
                    + " where udt_name in ('celers_task_state', 'celers_result_status')"
                    + " and table_schema = '"
                    + schema
                    + "'"));
    schemas.addAll(
        Sql.column(
            database.dataSource(),
            "select distinct n.nspname from pg_attrdef d"
                + " join pg_class c on c.oid = d.adrelid"
                + " join pg_depend p on p.classid = 'pg_attrdef'::regclass and p.objid = d.oid"
                + " join pg_proc f on p.refclassid = 'pg_proc'::regclass and f.oid = p.refobjid"
                + " join pg_namespace n on n.oid = f.pronamespace"
                + " where c.relnamespace = '"
                + schema
                + "'::regnamespace"));
    assertThat(schemas).hasSizeGreaterThanOrEqualTo(2);
    return Collections.unmodifiableList(schemas);
  }
}
