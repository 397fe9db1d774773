package io.celers.broker.monitoring;

/** How far a number can be trusted. */
public enum Precision {
  /** Counted. */
  EXACT,
  /** Counted up to a limit: there may be more. */
  AT_LEAST,
  /** By the planner's statistics of the last ANALYZE, scaled to the table's present size. */
  ESTIMATE
}
