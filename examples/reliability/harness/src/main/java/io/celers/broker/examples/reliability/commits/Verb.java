package io.celers.broker.examples.reliability.commits;

import io.celers.broker.jooq.JooqBroker;
import org.jooq.DSLContext;

/**
 * A call that changes something.
 *
 * @param repeatable whether a caller who did not hear the answer may simply call again
 * @param preparation of the tables for one call
 */
record Verb(String name, boolean repeatable, Preparation preparation) {

  static Verb of(String name, Preparation preparation) {
    return new Verb(name, true, preparation);
  }

  /** Its caller has to look first whether it happened. */
  static Verb once(String name, Preparation preparation) {
    return new Verb(name, false, preparation);
  }

  /** Brings the tables into a state in which there is something to do. */
  interface Preparation {
    Call prepare(Stage stage) throws Exception;
  }

  /** Does it. */
  interface Call {
    /** What the broker told, without ids. */
    Object run(Access access) throws Exception;
  }

  /**
   * What an application has at hand.
   *
   * @param ctx on the same connections
   */
  record Access(JooqBroker broker, DSLContext ctx) {}
}
