package io.celers.broker.examples.reliability.checker.history;

import java.util.Locale;

/** What may happen to a process, as far as it is of interest. */
public enum EventKind {
  /** First event of each process; the detail is its role. */
  PROCESS_BEGUN,
  /** Last event of a process that was not killed. */
  PROCESS_ENDED,
  /** About to enqueue the order of this number. */
  ENQUEUE_INVOKED,
  /** The transaction of order and task is committed. */
  ENQUEUE_ACKNOWLEDGED,
  /** The transaction is rolled back, on purpose or because the broker refused. */
  ENQUEUE_REFUSED,
  /**
   * The transaction of order and task was about to be committed when the connection was lost: it
   * holds or it does not, and the number is not tried again.
   */
  ENQUEUE_UNKNOWN,
  /** A claim failed; the detail is why. */
  CLAIM_FAILED,
  /** A task is in hand; the number is its delivery. */
  CLAIMED,
  /** Its handler begins. */
  STARTED,
  /** The handler wrote its effect, in a transaction that is still open. */
  WROTE,
  /** The broker said that an outcome is stored; the detail is where the task went. */
  SETTLED,
  /**
   * The broker said that the task is not held any more, and nothing was stored; the detail is why.
   */
  LOST,
  /** The reply to an ack or a reject by hand was lost; it is sent again. */
  UNHEARD,
  /** The broker could not store an outcome. */
  GIVEN_UP,
  /** The nemesis strikes; the detail is how and whom. */
  FAULT_BEGUN,
  /** The fault is over. */
  FAULT_ENDED,
  /** A figure that was measured; the detail is its name. */
  MEASURED;

  /** As it is in a history. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static EventKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
