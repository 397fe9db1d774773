package io.celers.broker.advice;

import java.util.List;

/**
 * What a rule found.
 *
 * @param rule name of the rule, fixed for programs: {@code consumer-lag}
 * @param subject what it is about, as {@code queue mail}; empty if that goes without saying
 * @param severity how urgent it is
 * @param evidence the numbers it rests on
 * @param recommendation what to do, in a sentence or two
 * @param remedies what to apply, if there is anything to
 */
public record Finding(
    String rule,
    String subject,
    Severity severity,
    List<Evidence> evidence,
    String recommendation,
    List<Remedy> remedies) {

  /** Copies the lists. */
  public Finding {
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
  }

  /** Without a subject. */
  public Finding(
      String rule,
      Severity severity,
      List<Evidence> evidence,
      String recommendation,
      List<Remedy> remedies) {
    this(rule, "", severity, evidence, recommendation, remedies);
  }

  /**
   * The rule could not be asked, for want of figures.
   *
   * @param why a sentence
   */
  public static Finding notMeasured(String rule, String why) {
    return new Finding(rule, Severity.INFO, List.of(), "Not measured: " + why, List.of());
  }

  /** The same, about something. */
  public Finding about(String subject) {
    return new Finding(rule, subject, severity, evidence, recommendation, remedies);
  }
}
