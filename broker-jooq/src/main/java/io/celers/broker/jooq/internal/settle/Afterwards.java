package io.celers.broker.jooq.internal.settle;

/** What becomes of the row of a task that was acked. */
enum Afterwards {
  /** It stays, completed, for as long as its queue retains finished tasks. */
  KEPT,
  /** Its queue retains nothing. */
  DELETED
}
