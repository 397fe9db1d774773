package io.celers.broker.monitoring;

/**
 * Something that an operator should know.
 *
 * @param severity how bad it is
 * @param what is the matter, with its figures
 * @param advice what to do about it
 */
public record Problem(Severity severity, String what, String advice) {

  /** How bad it is. */
  public enum Severity {
    /** It will hurt if it goes on. */
    WARNING,
    /** It hurts now. */
    CRITICAL
  }
}
