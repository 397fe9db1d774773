package io.celers.broker.codec;

/** What to do with a task whose payload cannot be read. */
public enum UndecodablePolicy {
  /**
   * A dead letter at once: the same bytes will not become readable by waiting. The default, because
   * nothing is lost and an operator sees it.
   */
  DEAD_LETTER,
  /** As any failure: for fleets in which other workers may know a newer codec or version. */
  RETRY
}
