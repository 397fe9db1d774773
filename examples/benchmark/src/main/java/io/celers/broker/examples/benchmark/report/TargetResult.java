package io.celers.broker.examples.benchmark.report;

/**
 * A target and what was measured.
 *
 * @param measured the figure in words; why there is none, if there is none
 */
public record TargetResult(String cell, String target, String measured, Answer answer) {

  /** Whether it was met. */
  public enum Answer {
    /** It was. */
    YES,
    /** It was not. */
    NO,
    /** Some side of it has no figures. */
    NOT_MEASURED;

    /** As it is printed. */
    String text() {
      return this == NOT_MEASURED ? "-" : this == YES ? "yes" : "no";
    }
  }
}
