package io.celers.broker.jooq.internal.sql;

import io.celers.broker.error.ReadOnlyException;
import io.celers.broker.error.SchemaException;
import io.celers.broker.generated.Celers;
import io.celers.broker.monitoring.PoolFigures;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.RecordListenerProvider;
import org.jooq.SQLDialect;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConnectionProvider;

/**
 * The connection and transaction of a configuration, with settings of the broker's own.
 *
 * <p>The caller's connection provider, transaction and execute listeners stay; its settings, schema
 * mapping, visit and record listeners do not reach the broker's statements, because they are meant
 * for the caller's tables. Nothing of the caller's configuration is changed.
 */
public final class Database {

  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,47}");

  private final Configuration callers;
  private final DSLContext dsl;
  private final String schema;
  private final SchemaCheck check;

  private Database(Configuration callers, DSLContext dsl, String schema, SchemaCheck check) {
    this.callers = callers;
    this.dsl = dsl;
    this.schema = schema;
    this.check = check;
  }

  /**
   * Takes over the connection of a configuration.
   *
   * @throws IllegalArgumentException unless the dialect is PostgreSQL's
   */
  public static Database of(Configuration configuration, String schema) {
    return of(configuration, schema, new SchemaCheck());
  }

  private static Database of(Configuration configuration, String schema, SchemaCheck check) {
    if (configuration.family() != SQLDialect.POSTGRES) {
      throw new IllegalArgumentException(
          "the broker needs SQLDialect.POSTGRES, the configuration has " + configuration.dialect());
    }
    Settings settings = settings(schema, configuration.settings());
    Configuration own =
        configuration
            .derive(settings)
            .derive(new VisitListenerProvider[0])
            .derive(new RecordListenerProvider[0]);
    return new Database(configuration, own.dsl(), schema, check);
  }

  /** Allows only names that need no quotes: the schema is the one identifier that users choose. */
  public static String requireSchemaName(String schema) {
    if (!SCHEMA_NAME.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "schema must match " + SCHEMA_NAME.pattern() + ", was " + schema);
    }
    return schema;
  }

  /** The same schema on the connection of another configuration. */
  public Database on(Configuration configuration) {
    return of(configuration, schema, check);
  }

  private static Settings settings(String schema, Settings callers) {
    Settings settings =
        new Settings()
            .withExecuteLogging(false)
            .withFetchWarnings(false)
            .withAttachRecords(false)
            .withReturnAllOnUpdatableRecord(false)
            // Else each moment is written as text by the driver, and parsed again.
            .withBindOffsetDateTimeType(true);
    // A limit that the caller set on its statements holds for these, too.
    if (callers.getQueryTimeout() != null) {
      settings.withQueryTimeout(callers.getQueryTimeout());
    }
    if (!schema.equals(Celers.CELERS.getName())) {
      settings.withRenderMapping(
          new RenderMapping()
              .withSchemata(
                  new MappedSchema().withInput(Celers.CELERS.getName()).withOutput(schema)));
    }
    return settings;
  }

  /**
   * Runs one statement.
   *
   * @param verb what is being done, for the message of an exception: "enqueue", "ack"
   * @throws io.celers.broker.error.BrokerException decided by SQLSTATE
   */
  public <T> T run(String verb, Function<DSLContext, T> statement) {
    try {
      check.ensure(dsl, schema);
      return statement.apply(dsl);
    } catch (RuntimeException e) {
      RuntimeException typed = SqlErrors.typed(verb, schema, e);
      if (typed instanceof ReadOnlyException) {
        OwnPool.replaceSessions(dsl.configuration());
      }
      throw typed;
    }
  }

  /**
   * Whether the schema was migrated to one that this library must not use.
   *
   * @return why; all that is run from then on is refused with the same
   * @throws io.celers.broker.error.BrokerException if it cannot be found out
   */
  public Optional<SchemaException> outgrown() {
    try {
      return check.outgrown(dsl, schema);
    } catch (RuntimeException e) {
      throw SqlErrors.typed("look at the schema's version", schema, e);
    }
  }

  /**
   * Runs several statements in a transaction of their own, or in one nested into the caller's.
   *
   * @param verb what is being done, for the message of an exception
   * @throws io.celers.broker.error.BrokerException decided by SQLSTATE; the transaction is rolled
   *     back then
   */
  public <T> T transaction(String verb, Function<DSLContext, T> statements) {
    return run(verb, db -> db.transactionResult(tx -> statements.apply(tx.dsl())));
  }

  /** What was taken over, with all settings of the caller's: for what is the caller's own to do. */
  public Configuration callers() {
    return callers;
  }

  /**
   * A connection that is kept; taken when it is first used.
   *
   * @param timeout how long it may stay silent before it counts as lost
   */
  public ReservedConnection reserve(Duration timeout) {
    return new ReservedConnection(this, dsl.configuration(), timeout);
  }

  /** Whether all statements run on one given connection: that of a transaction, or a bare one. */
  public boolean isOnOneConnection() {
    return dsl.configuration().connectionProvider() instanceof DefaultConnectionProvider;
  }

  /** Whether each statement is a transaction of its own. */
  public boolean isAutocommit(String verb) {
    return run(verb, db -> db.connectionResult(Connection::getAutoCommit));
  }

  /** What the connection pool says of itself; empty if there is none, or of another make. */
  public Optional<PoolFigures> pool() {
    return Pool.of(dsl.configuration());
  }

  /** Whether connections come from a pool that the application has closed. */
  public boolean isPoolClosed() {
    return Pool.isClosed(dsl.configuration());
  }

  /** Name of the broker's schema. */
  public String schema() {
    return schema;
  }
}
