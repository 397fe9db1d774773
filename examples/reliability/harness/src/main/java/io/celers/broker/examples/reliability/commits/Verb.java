package io.celers.broker.examples.reliability.commits;

import io.celers.broker.jooq.JooqBroker;
import org.jooq.DSLContext;

/**
 * A call that changes something.
 *
 * @param repeatable whether a caller who did not hear the answer may simply call again
 * @param answersAsRepeat whether the broker, who sends it again by itself, may answer as to a
 *     second call
 * @param committedByCaller whether its transaction is the caller's, who hears of the commit by jOOQ
 * @param preparation of the tables for one call
 */
record Verb(
    String name,
    boolean repeatable,
    boolean answersAsRepeat,
    boolean committedByCaller,
    Preparation preparation) {

  static Verb of(String name, Preparation preparation) {
    return new Verb(name, true, false, false, preparation);
  }

  /** Its caller has to look first whether it happened. */
  static Verb once(String name, Preparation preparation) {
    return new Verb(name, false, false, false, preparation);
  }

  /** Sent again by the broker, it finds an id of the caller's, who may have used it before. */
  static Verb underCallersId(String name, Preparation preparation) {
    return new Verb(name, true, true, false, preparation);
  }

  /** In a transaction of the caller's, or of a handler. */
  static Verb inTransaction(String name, Preparation preparation) {
    return new Verb(name, true, false, true, preparation);
  }

  @Override
  public String toString() {
    return name;
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
