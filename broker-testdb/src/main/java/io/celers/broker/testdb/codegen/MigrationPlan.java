package io.celers.broker.testdb.codegen;

import io.celers.broker.schema.BrokerSchema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.meta.Database;

/**
 * Which migrations run before the generator reads the database.
 *
 * @param brokerSchema whether the broker's tables are made, in their default schema
 * @param locations Flyway locations of the user's own migrations, those of files made absolute
 * @param schema the schema that the user's own migrations run in
 */
record MigrationPlan(boolean brokerSchema, List<String> locations, String schema) {

  private static final String FILESYSTEM = "filesystem:";

  MigrationPlan {
    if (!brokerSchema && locations.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing to migrate: the property brokerSchema is false, and locations is empty");
    }
  }

  static MigrationPlan of(Database database) {
    return of(database.getProperties(), Path.of(database.getBasedir()));
  }

  static MigrationPlan of(Properties properties, Path basedir) {
    String brokerSchema = properties.getProperty("brokerSchema", "true").strip();
    if (!brokerSchema.equals("true") && !brokerSchema.equals("false")) {
      throw new IllegalArgumentException(
          "Property brokerSchema must be true or false, was " + brokerSchema);
    }
    List<String> locations =
        Arrays.stream(properties.getProperty("locations", "").split(","))
            .map(String::strip)
            .filter(location -> !location.isEmpty())
            .map(location -> absolute(location, basedir))
            .toList();
    return new MigrationPlan(
        brokerSchema.equals("true"), locations, properties.getProperty("schema", "public").strip());
  }

  /** Runs them, the broker's first, so that the user's own can refer to its tables. */
  void migrate(DataSource dataSource) {
    if (brokerSchema) {
      BrokerSchema.migrate(dataSource);
    }
    if (!locations.isEmpty()) {
      Flyway.configure(MigrationPlan.class.getClassLoader())
          .dataSource(dataSource)
          .schemas(schema)
          .locations(locations.toArray(String[]::new))
          .failOnMissingLocations(true)
          .validateMigrationNaming(true)
          // the schema may be that of the broker's tables
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    }
  }

  /** Maven runs a plug-in in any directory, so a relative folder means one of the module. */
  private static String absolute(String location, Path basedir) {
    return location.startsWith(FILESYSTEM)
        ? FILESYSTEM + basedir.resolve(location.substring(FILESYSTEM.length())).normalize()
        : location;
  }
}
