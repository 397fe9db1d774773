package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.jooq.internal.sql.Database;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Runs something on one connection, and remembers whether each statement there is a transaction of
 * the broker's own. It has to be asked before: of a connection that is lost nothing is learned.
 */
final class OwnTransaction {

  private boolean own;

  /** As {@link Database#run}. */
  <T> T run(Database database, String verb, Function<DSLContext, T> statement) {
    if (database.isOnOneConnection()) {
      return database.run(verb, statement);
    }
    return database.run(
        verb,
        db ->
            db.connectionResult(
                connection -> {
                  own = connection.getAutoCommit();
                  return statement.apply(db.configuration().derive(connection).dsl());
                }));
  }

  /** Whether it came to a connection that is not the caller's, in autocommit mode. */
  boolean isOwn() {
    return own;
  }
}
