package io.celers.broker.schema;

import static io.celers.broker.schema.BrokerSchema.LAST_MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Migrations that need a table while somebody else works on it. */
class LockedMigrationIT {

  /** The last one before one that needs a lock of the task table. */
  private static final int EARLIER = 12;

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void migrationGivesUpAfterTheLockTimeoutAndGoesOnLater() throws SQLException {
    migrateUpTo(EARLIER);
    Sql.execute(
        database.dataSource(),
        "alter database " + database.name() + " set lock_timeout = '100 ms'");

    try (Connection vacuum = database.dataSource().getConnection();
        Statement statement = vacuum.createStatement()) {
      vacuum.setAutoCommit(false);
      statement.execute("lock table celers.celers_tasks in share update exclusive mode");
      assertThatExceptionOfType(BrokerSchemaException.MigrationFailed.class)
          .isThrownBy(() -> BrokerSchema.migrate(database.dataSource()))
          .withMessageContaining("55P03");
    }

    assertThat(BrokerSchema.migrate(database.dataSource()))
        .isEqualTo(new MigratedSchema("celers", LAST_MIGRATION - EARLIER, LAST_MIGRATION));
  }

  /** The other one is between two statements meanwhile, and comes to its end. */
  @Test
  void migrationGivesUpWhileAnotherOneDoesNotEnd() {
    List<Throwable> second = new ArrayList<>();

    BrokerSchema.migrate(
        WatchedMigrations.on(
            database.dataSource(),
            (moment, connection) -> {
              if (second.isEmpty()) {
                second.add(catchThrowable(() -> migrateWithLittlePatience()));
              }
            }));

    assertThat(second)
        .singleElement()
        .isInstanceOf(BrokerSchemaException.MigrationFailed.class)
        .asString()
        .contains("celers", "another node is migrating", "pg_locks", "call again");
    assertThat(migrateWithLittlePatience())
        .isEqualTo(new MigratedSchema("celers", 0, LAST_MIGRATION));
  }

  private MigratedSchema migrateWithLittlePatience() {
    return BrokerSchema.migrate(database.dataSource(), SchemaOptions.defaults(), 1);
  }

  private void migrateUpTo(int migration) {
    Flyway.configure(BrokerSchema.class.getClassLoader())
        .dataSource(database.dataSource())
        .schemas(BrokerSchema.DEFAULT_SCHEMA)
        .table(BrokerSchema.HISTORY_TABLE)
        .locations(BrokerSchema.LOCATION)
        .placeholderReplacement(false)
        .target(String.valueOf(migration))
        .load()
        .migrate();
  }
}
