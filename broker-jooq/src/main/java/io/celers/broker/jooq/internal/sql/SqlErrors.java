package io.celers.broker.jooq.internal.sql;

import io.celers.broker.error.BrokerException;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.ConstraintException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.FailedTransactionException;
import io.celers.broker.error.PermissionException;
import io.celers.broker.error.ReadOnlyException;
import io.celers.broker.error.ResourcesExhaustedException;
import io.celers.broker.error.SchemaException;
import io.celers.broker.error.SerializationConflictException;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.internal.Text;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns what the database said into the exception class for it, by SQLSTATE, never by its text. */
public final class SqlErrors {

  private SqlErrors() {}

  /**
   * Gives an exception its type. Exceptions that do not come from the database pass through.
   *
   * @param verb what was being done
   * @param schema where
   */
  public static RuntimeException typed(String verb, String schema, RuntimeException thrown) {
    if (thrown instanceof CallersException callers) {
      return callers.thrown();
    }
    SQLException sql = sqlException(thrown);
    return sql == null || thrown instanceof BrokerException ? thrown : typed(verb, schema, sql);
  }

  /** As {@link #typed(String, String, RuntimeException)}, for a bare JDBC call. */
  public static BrokerException typed(String verb, String schema, SQLException sql) {
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    SQLException cause = withoutValues(sql, state);
    String message =
        "%s failed in schema %s: %s (SQLSTATE %s)"
            .formatted(verb, schema, text(cause), state.isEmpty() ? "none" : state);
    return switch (state) {
      case "40001", "40P01" -> new SerializationConflictException(message, state, cause);
      case "57P01", "57P02", "57P03", "57P05", "53300" ->
          new ConnectionLostException(message, state, cause);
      case "55P03", "57014", "25P03", "25P04" -> new TimeoutException(message, state, cause);
      case "25006" -> new ReadOnlyException(message, state, cause);
      case "25P02" -> new FailedTransactionException(message, state, cause);
      case "42501" -> new PermissionException(message, state, cause);
      case "42P01", "42703", "42704", "42883", "3F000" ->
          new SchemaException(
              message + "; run BrokerSchema.migrate, or name the right schema", state, cause);
      case "54000", "2200H" -> new ResourcesExhaustedException(message, state, cause);
      // A pool that gives up has no SQLSTATE of its own; one that could not connect passes on that
      // one.
      case "" ->
          sql instanceof SQLTransientConnectionException
              ? new TimeoutException(message, state, cause)
              : new DatabaseException(message, state, cause);
      default -> typedByClass(message, state, cause);
    };
  }

  private static DatabaseException typedByClass(String message, String state, SQLException cause) {
    return switch (state.length() < 2 ? state : state.substring(0, 2)) {
      case "08" -> new ConnectionLostException(message, state, cause);
      case "53" -> new ResourcesExhaustedException(message, state, cause);
      case "22", "23" -> new ConstraintException(message, state, cause);
      default -> new DatabaseException(message, state, cause);
    };
  }

  private static @Nullable SQLException sqlException(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /**
   * The same exception without DETAIL, CONTEXT and the statement, which may quote values of the
   * row. Of data exceptions (class 22) the message goes as well: it may quote the value itself.
   */
  private static SQLException withoutValues(SQLException sql, String state) {
    String message =
        state.startsWith("22")
            ? "a value was refused by the database"
            : Text.oneLine(primaryMessage(sql));
    SQLException clean = new SQLException(message, state, sql.getErrorCode());
    clean.setStackTrace(sql.getStackTrace());
    return clean;
  }

  /** Only to be passed on: what it says depends on the language of the server. */
  private static String text(SQLException clean) {
    return String.valueOf(clean.getMessage());
  }

  private static String primaryMessage(SQLException sql) {
    ServerErrorMessage server =
        sql instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String message = server == null ? sql.getMessage() : server.getMessage();
    return message == null ? sql.getClass().getSimpleName() : message;
  }
}
