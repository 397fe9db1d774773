package io.celers.broker.schema;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Creates the broker's tables, or brings them up to this release.
 *
 * <p>May be called at every start of an application, by several nodes at once: one of them
 * migrates, the others wait for it. It keeps its own history in {@value #HISTORY_TABLE}, inside the
 * schema of the tables, and its own location, so an application's own Flyway never meets these
 * migrations. The application's objects may live in the same schema.
 *
 * <p>Each migration is a transaction; when one fails, those before it stay and the next call goes
 * on from there.
 *
 * <p>A schema that a newer release has migrated is left as it is, and is no error, as long as it
 * says that clients of this release may use it ({@code oldest_client} of {@code
 * celers_schema_version}): so the nodes of two releases may start in any order.
 */
public final class BrokerSchema {

  /** The schema's name unless another one is asked for. */
  public static final String DEFAULT_SCHEMA = "celers";

  /**
   * The version of the tables that this release expects, as in {@code celers_schema_version}.
   *
   * <p>Not every migration raises it, only those that a client must know of. A newer schema says
   * for how old a client it still is.
   */
  public static final int SCHEMA_VERSION = 1;

  /** Number of the newest migration in this jar. */
  public static final int LAST_MIGRATION = 15;

  /** Where the migration files lie on the class path, in Flyway's notation. */
  public static final String LOCATION = "classpath:META-INF/celers/migration";

  /** Table in which is written down what was applied. */
  public static final String HISTORY_TABLE = "celers_schema_history";

  /** The oldest PostgreSQL on which the tables can be made. */
  public static final int OLDEST_SERVER = 15;

  /** Ten minutes, once a second: another node may be building an index on a big table. */
  private static final int LOCK_ATTEMPTS = 600;

  private BrokerSchema() {}

  /**
   * Migrates the schema {@code celers}, and creates it if need be.
   *
   * @return what was done
   * @throws BrokerSchemaException as {@link #migrate(DataSource, SchemaOptions)}
   */
  public static MigratedSchema migrate(DataSource dataSource) {
    return migrate(dataSource, SchemaOptions.defaults());
  }

  /**
   * Migrates the schema that the options name.
   *
   * <p>Uses connections of its own and commits; it can not be part of a caller's transaction. The
   * role of the data source becomes the owner of what is created, and must own what is changed.
   * Where another one migrates, it waits for that for ten minutes at most.
   *
   * @return what was done
   * @throws BrokerSchemaException if it cannot be done; the subclass says why, the message what to
   *     do
   */
  public static MigratedSchema migrate(DataSource dataSource, SchemaOptions options) {
    return migrate(dataSource, options, LOCK_ATTEMPTS);
  }

  static MigratedSchema migrate(DataSource dataSource, SchemaOptions options, int lockAttempts) {
    Preflight preflight = Preflight.of(dataSource, options);
    try {
      preflight.check();
      return new FlywayRun(dataSource, options, preflight.baseline(), lockAttempts).migrate();
    } catch (BrokerSchemaException alreadyClear) {
      throw alreadyClear;
    } catch (RuntimeException | SQLException e) {
      throw Failures.classify(e, options, preflight.role());
    }
  }
}
