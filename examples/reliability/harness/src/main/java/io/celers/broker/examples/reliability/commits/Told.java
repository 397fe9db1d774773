package io.celers.broker.examples.reliability.commits;

import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.OutcomeUnknownException;
import org.jooq.exception.DataAccessException;

/** What a caller was told by a call whose connection was cut. */
sealed interface Told {

  /** As if nothing had happened to the connection. */
  record Answer(String text) implements Told {}

  /** Nobody knows whether it happened; by which exception. */
  record Unknown(String exception) implements Told {}

  /** Something else, which a cut connection does not justify. */
  record Wrong(String exception) implements Told {}

  /** What an exception of a verb says. */
  static Told of(Exception thrown, Verb verb) {
    String name = thrown.getClass().getSimpleName();
    if (thrown instanceof ConnectionLostException || thrown instanceof OutcomeUnknownException) {
      return new Unknown(name);
    }
    if (verb.committedByCaller()
        && thrown instanceof DataAccessException callers
        && callers.sqlState().startsWith("08")) {
      // that of the caller's own commit, of which the broker knows nothing
      return new Unknown(name);
    }
    return new Wrong(thrown.toString());
  }
}
