package io.celers.broker.advice;

/**
 * Measured figures and the rule that judges them.
 *
 * <p>Immutable, checked when made, and a pure function of its figures.
 */
public interface Measurement {

  /** What the rule finds, also when all is well. */
  Finding finding();
}
