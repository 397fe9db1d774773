package io.celers.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;

/** Side by side: before it gives up, Flyway tries for ten seconds to make its table. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerSchemaRefusalIT {

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void databaseOfNewerReleaseThatIsNotForThisOneIsRefused() throws SQLException {
    migrateFromTheFuture(BrokerSchema.SCHEMA_VERSION + 1);

    BrokerSchemaException.DatabaseNewer refused =
        refusal(BrokerSchemaException.DatabaseNewer.class, database.dataSource());

    assertThat(refused.migration()).isEqualTo(99);
    assertThat(refused).hasMessageContaining("celers").hasMessageContaining("99");
  }

  @Test
  void databaseOfNewerReleaseThatIsForThisOneIsAccepted() throws SQLException {
    migrateFromTheFuture(BrokerSchema.SCHEMA_VERSION);

    assertThat(BrokerSchema.migrate(database.dataSource()))
        .isEqualTo(new MigratedSchema("celers", 0, 99));
  }

  private void migrateFromTheFuture(int oldestClient) throws SQLException {
    BrokerSchema.migrate(database.dataSource());
    Sql.execute(
        database.dataSource(),
        "insert into celers.celers_schema_history select installed_rank + 1, '99', 'from the"
            + " future', type, 'V99__from_the_future.sql', 1, installed_by, installed_on, 1, true"
            + " from celers.celers_schema_history order by installed_rank desc limit 1",
        "insert into celers.celers_schema_version (version, oldest_client) values (99, "
            + oldestClient
            + ")");
  }

  @Test
  void oldServerIsRefused() {
    BrokerSchemaException.UnsupportedServer refused =
        refusal(
            BrokerSchemaException.UnsupportedServer.class,
            ServerThatCallsItself.version(database.dataSource(), "PostgreSQL", 14));

    assertThat(refused).hasMessageContaining("15 or later").hasMessageContaining("PostgreSQL 14");
  }

  @Test
  void otherDatabaseProductIsRefused() {
    BrokerSchemaException.UnsupportedServer refused =
        refusal(
            BrokerSchemaException.UnsupportedServer.class,
            ServerThatCallsItself.version(database.dataSource(), "H2", 99));

    assertThat(refused).hasMessageContaining("H2");
  }

  @Test
  void databaseOfAnotherEncodingIsRefused() throws SQLException {
    String latin = database.name() + "_latin";
    Sql.execute(
        database.dataSource(),
        "create database "
            + latin
            + " encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
    try {
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setUrl(database.jdbcUrl());
      dataSource.setDatabaseName(latin);
      dataSource.setUser(database.user());
      dataSource.setPassword(database.password());

      BrokerSchemaException refused =
          refusal(BrokerSchemaException.UnsupportedServer.class, dataSource);

      assertThat(refused).hasMessageContaining("UTF8").hasMessageContaining("LATIN1");
      assertThat(Sql.column(dataSource, "select nspname from pg_namespace"))
          .doesNotContain("celers");
    } finally {
      Sql.execute(database.dataSource(), "drop database " + latin);
    }
  }

  @Test
  void readOnlyDatabaseIsRefused() throws SQLException {
    Sql.execute(
        database.dataSource(),
        "alter database " + database.name() + " set default_transaction_read_only = on");

    BrokerSchemaException refused =
        refusal(BrokerSchemaException.ReadOnlyDatabase.class, database.dataSource());

    assertThat(refused).hasMessageContaining("celers").hasMessageContaining("read-only");
    assertSeenBeforeFlywayTries(refused);
  }

  @Test
  void readOnlyDatabaseThatNeedsNothingIsAccepted() throws SQLException {
    BrokerSchema.migrate(database.dataSource());
    Sql.execute(
        database.dataSource(),
        "alter database " + database.name() + " set default_transaction_read_only = on");

    assertThat(BrokerSchema.migrate(database.dataSource()).migrationsApplied()).isZero();
  }

  @Test
  void roleThatMayNotCreateTheSchemaIsToldWhatItNeeds() throws SQLException {
    try (Role role = Role.in(database)) {

      BrokerSchemaException refused =
          refusal(BrokerSchemaException.MissingPrivilege.class, role.dataSource());

      assertThat(refused)
          .hasMessageContaining(role.toString())
          .hasMessageContaining("CREATE on the database")
          .hasMessageNotContaining("s3cret");
      assertSeenBeforeFlywayTries(refused);
    }
  }

  @Test
  void roleThatMayNotCreateInTheSchemaIsToldWhatItNeeds() throws SQLException {
    try (Role role = Role.in(database)) {
      Sql.execute(
          database.dataSource(), "create schema celers", "grant usage on schema celers to " + role);

      BrokerSchemaException refused =
          refusal(BrokerSchemaException.MissingPrivilege.class, role.dataSource());

      assertThat(refused).hasMessageContaining("USAGE and CREATE on the schema");
      assertSeenBeforeFlywayTries(refused);
    }
  }

  @Test
  void roleThatMayNotReadTheHistoryIsToldWhatItNeeds() throws SQLException {
    BrokerSchema.migrate(database.dataSource());
    try (Role role = Role.in(database)) {

      refusal(BrokerSchemaException.MissingPrivilege.class, role.dataSource());
    }
  }

  @Test
  void missingSchemaIsRefusedWhenItMustNotBeCreated() {
    BrokerSchemaException refused =
        refusal(
            BrokerSchemaException.MissingSchema.class,
            database.dataSource(),
            SchemaOptions.defaults().withCreation(SchemaCreation.NEVER));

    assertThat(refused).hasMessageContaining("IF_MISSING");
  }

  @Test
  void changedMigrationIsRefused() throws SQLException {
    BrokerSchema.migrate(database.dataSource());
    Sql.execute(
        database.dataSource(),
        "update celers.celers_schema_history set checksum = checksum + 1 where version = '2'");

    BrokerSchemaException refused =
        refusal(BrokerSchemaException.HistoryMismatch.class, database.dataSource());

    assertThat(refused.getCause()).hasMessageContaining("checksum");
  }

  @Test
  void objectInTheWayOfOneOfOursFailsTheMigration() throws SQLException {
    Sql.execute(
        database.dataSource(),
        "create schema celers",
        "create type celers.celers_task_state as enum ()");

    BrokerSchemaException refused =
        refusal(BrokerSchemaException.MigrationFailed.class, database.dataSource());

    assertThat(refused).hasMessageContaining("42710");
    Sql.execute(database.dataSource(), "drop type celers.celers_task_state");
    assertThat(BrokerSchema.migrate(database.dataSource()).migration())
        .isEqualTo(BrokerSchema.LAST_MIGRATION);
  }

  @Test
  void unreachableDatabaseIsReportedWithoutItsAddressAndPassword() {
    PGSimpleDataSource nobody = new PGSimpleDataSource();
    nobody.setUrl(database.jdbcUrl());
    nobody.setDatabaseName("there_is_no_such_database");
    nobody.setUser(database.user());
    nobody.setPassword(database.password().isEmpty() ? "s3cret" : database.password());

    BrokerSchemaException refused = refusal(BrokerSchemaException.Unavailable.class, nobody);

    assertThat(refused)
        .hasMessageContaining("celers")
        .hasMessageNotContaining("jdbc:")
        .hasStackTraceContaining("there_is_no_such_database")
        .satisfies(e -> assertThat(e.getCause()).isInstanceOf(SQLException.class));
    assertThat(refused.toString() + refused.getCause()).doesNotContain(nobody.getPassword());
  }

  /** Flyway tries for nine seconds to make the table of its history, and then throws. */
  private static void assertSeenBeforeFlywayTries(BrokerSchemaException refused) {
    assertThat(refused).hasNoCause();
  }

  private static <E extends BrokerSchemaException> E refusal(Class<E> type, DataSource dataSource) {
    return refusal(type, dataSource, SchemaOptions.defaults());
  }

  private static <E extends BrokerSchemaException> E refusal(
      Class<E> type, DataSource dataSource, SchemaOptions options) {
    E refused = catchThrowableOfType(type, () -> BrokerSchema.migrate(dataSource, options));
    assertThat(refused.schema()).isEqualTo(options.schema());
    return refused;
  }
}
