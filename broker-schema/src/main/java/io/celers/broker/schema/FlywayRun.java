package io.celers.broker.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * One run of Flyway over our migrations; all that touches Flyway lives here and in {@link
 * Failures}.
 */
final class FlywayRun {

  private final DataSource dataSource;
  private final SchemaOptions options;
  private final Flyway flyway;

  /**
   * Not yet run.
   *
   * @param baseline the migration after which the history is to begin
   * @param lockAttempts how often to ask for the lock of those who migrate, once a second
   */
  FlywayRun(DataSource dataSource, SchemaOptions options, int baseline, int lockAttempts) {
    this.dataSource = dataSource;
    this.options = options;
    // our own class loader: the caller's may belong to a container that does not see this jar
    FluentConfiguration configuration =
        Flyway.configure(BrokerSchema.class.getClassLoader())
            .dataSource(dataSource)
            .schemas(options.schema())
            .createSchemas(options.creation() == SchemaCreation.IF_MISSING)
            .table(BrokerSchema.HISTORY_TABLE)
            .locations(BrokerSchema.LOCATION)
            .failOnMissingLocations(true)
            .validateMigrationNaming(true)
            .placeholderReplacement(false)
            .lockRetryCount(lockAttempts)
            .loggers(logger())
            // the schema may hold objects already, the application's or adopted tables
            .baselineOnMigrate(true)
            .baselineVersion(String.valueOf(baseline));
    // with a transaction around it CREATE INDEX CONCURRENTLY would wait for ever for Flyway's lock
    configuration
        .getPluginRegister()
        .getPlugin(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    this.flyway = configuration.load();
  }

  MigratedSchema migrate() throws SQLException {
    refuseNewerDatabase();
    int applied = flyway.migrate().migrationsExecuted;
    return new MigratedSchema(options.schema(), applied, number(flyway.info().current()));
  }

  /**
   * Flyway itself would ignore migrations that it does not know, and report success. That is right
   * only as long as they leave clients of this release be: while the next one is rolled out, and
   * after it was put back.
   */
  private void refuseNewerDatabase() throws SQLException {
    int newest = Arrays.stream(flyway.info().applied()).mapToInt(FlywayRun::number).max().orElse(0);
    if (newest > BrokerSchema.LAST_MIGRATION && oldestClient() > BrokerSchema.SCHEMA_VERSION) {
      throw new BrokerSchemaException.DatabaseNewer(options.schema(), newest);
    }
  }

  private int oldestClient() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                // In quotes: the name may be a keyword.
                "select max(oldest_client) from \"%s\".celers_schema_version"
                    .formatted(options.schema()))) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Named where it is known: Flyway's own search asks the caller's context class loader. */
  private static String logger() {
    try {
      Class.forName("org.slf4j.Logger", false, BrokerSchema.class.getClassLoader());
      return "slf4j";
    } catch (ClassNotFoundException applicationHasNone) {
      return "auto";
    }
  }

  private static int number(MigrationInfo migration) {
    MigrationVersion version = migration.getVersion();
    return version == null ? 0 : Integer.parseInt(version.getVersion());
  }
}
