package io.celers.broker.schema;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Creates or upgrades the broker's schema. Safe to call from several nodes at once. */
public final class BrokerSchema {

  public static final String DEFAULT_SCHEMA = "celers";
  public static final String LOCATION = "classpath:META-INF/celers/migration";
  public static final String HISTORY_TABLE = "celers_schema_history";

  private BrokerSchema() {}

  public static void migrate(DataSource dataSource) {
    migrate(dataSource, DEFAULT_SCHEMA);
  }

  public static void migrate(DataSource dataSource, String schema) {
    FluentConfiguration config =
        Flyway.configure(BrokerSchema.class.getClassLoader())
            .dataSource(dataSource)
            .schemas(schema)
            .createSchemas(true)
            .table(HISTORY_TABLE)
            .locations(LOCATION)
            .failOnMissingLocations(true)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .loggers("slf4j")
            .validateMigrationNaming(true);
    config
        .getPluginRegister()
        .getPlugin(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    config.load().migrate();
  }
}
