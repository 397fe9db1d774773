package io.celers.broker.advice;

/** How urgent a finding is, in rising order. */
public enum Severity {
  /** Nothing to do. */
  OK,
  /** Worth knowing; nothing suffers yet. */
  INFO,
  /** Should be dealt with in working hours. */
  WARNING,
  /** Tasks are late or stuck now. */
  CRITICAL
}
