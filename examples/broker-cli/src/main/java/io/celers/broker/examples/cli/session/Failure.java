package io.celers.broker.examples.cli.session;

import io.celers.broker.error.BrokerException;
import io.celers.broker.error.ImportException;
import io.celers.broker.error.PermissionException;
import io.celers.broker.error.SchemaException;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.schema.BrokerSchemaException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in one line with the way out.
 *
 * <p>Decided by types and SQLSTATE. Never holds a password, nor the parameters of a URL.
 */
record Failure(String message, int exitCode) {

  private static final String CONNECTION_REJECTED = "08004";

  static Failure of(Throwable thrown, ConnectionOptions connection) {
    if (thrown instanceof NotConfirmedException) {
      return new Failure(text(thrown), ExitCode.NOT_CONFIRMED);
    }
    if (thrown instanceof WrongUseException || thrown instanceof IllegalArgumentException) {
      return new Failure(text(thrown), ExitCode.USAGE);
    }
    return new Failure(
        sqlState(thrown)
            .flatMap(state -> Optional.ofNullable(onTheWay(state, connection)))
            .orElseGet(() -> refusal(thrown, connection)),
        ExitCode.FAILURE);
  }

  /** The server could not be reached, or would not let us in. */
  private static @Nullable String onTheWay(String state, ConnectionOptions connection) {
    if (state.startsWith("28") || state.equals(CONNECTION_REJECTED)) {
      return "%s lets role %s not in: no such role, or the password is missing or wrong. Give it with --password or BROKER_PASSWORD."
          .formatted(connection.address(), connection.user());
    }
    if (state.equals("3D000")) {
      return "%s: there is no such database.".formatted(connection.address());
    }
    if (state.equals("53300")) {
      return "%s has no connection left: raise max_connections, or close some."
          .formatted(connection.address());
    }
    if (state.equals("08001")) {
      return "%s does not answer. Check --url, and whether the server runs."
          .formatted(connection.address());
    }
    if (state.startsWith("08") || state.startsWith("57P")) {
      return "%s broke the connection: what was under way may or may not have happened. Look, then try again."
          .formatted(connection.address());
    }
    return null;
  }

  private static String refusal(Throwable thrown, ConnectionOptions connection) {
    if (thrown instanceof SchemaException) {
      return "Schema %s does not hold the broker's tables in a version that this program knows. Run: broker migrate, or name another one with --schema."
          .formatted(connection.schema());
    }
    if (thrown instanceof PermissionException) {
      return "Role %s may not do this: %s. Connect as another one with --user."
          .formatted(connection.user(), text(thrown));
    }
    if (thrown instanceof ImportException broken) {
      return "%s. %s rows were dealt with before, and stay. Mend the file and import it again as a whole."
          .formatted(text(thrown), Words.of(broken.imported().rows()));
    }
    if (thrown instanceof UncheckedIOException) {
      // its message is the cause: which exception, of which file
      return text(thrown);
    }
    if (thrown instanceof BrokerException || thrown instanceof BrokerSchemaException) {
      return text(thrown);
    }
    return thrown.getClass().getName() + ": " + text(thrown);
  }

  private static Optional<String> sqlState(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, e -> e != null, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(e -> ((SQLException) e).getSQLState())
        .filter(state -> state != null && !state.isEmpty())
        .findFirst();
  }

  /** On one line. */
  private static String text(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
