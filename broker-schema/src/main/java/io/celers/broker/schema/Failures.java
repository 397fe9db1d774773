package io.celers.broker.schema;

import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Turns what Flyway throws into our exceptions, by SQLSTATE and never by message. */
final class Failures {

  private static final String READ_ONLY_SQL_TRANSACTION = "25006";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private Failures() {}

  static BrokerSchemaException classify(Exception e, SchemaOptions options, String role) {
    String schema = options.schema();
    if (e instanceof FlywayValidateException) {
      return new BrokerSchemaException.HistoryMismatch(schema, e);
    }
    if (sqlState(e).isEmpty()) {
      return new BrokerSchemaException.MigrationFailed(schema, e);
    }
    String sqlState = sqlState(e).get();
    if (sqlState.startsWith("08") || sqlState.startsWith("57P")) {
      return new BrokerSchemaException.Unavailable(schema, e);
    }
    return switch (sqlState) {
      case READ_ONLY_SQL_TRANSACTION -> new BrokerSchemaException.ReadOnlyDatabase(schema, e);
      case INSUFFICIENT_PRIVILEGE -> new BrokerSchemaException.MissingPrivilege(schema, role, e);
      default -> new BrokerSchemaException.MigrationFailed(schema, sqlState, e);
    };
  }

  private static Optional<String> sqlState(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}
