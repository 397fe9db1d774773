package io.celers.broker.query;

/** By what tasks are counted. */
public enum Dimension {
  /** Queue. */
  QUEUE,
  /** Name of the task. */
  NAME,
  /** State, in lower case. */
  STATE,
  /** Priority, 0 to 9. */
  PRIORITY,
  /** Who claimed the task last; tasks that were never claimed count under the empty name. */
  WORKER
}
