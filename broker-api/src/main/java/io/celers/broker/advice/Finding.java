package io.celers.broker.advice;

import java.util.List;

/**
 * What a rule found.
 *
 * @param rule name of the rule, fixed for programs: {@code consumer-lag}
 * @param severity how urgent it is
 * @param evidence the numbers it rests on
 * @param recommendation what to do, in a sentence or two
 * @param remedies what to apply, if there is anything to
 */
public record Finding(
    String rule,
    Severity severity,
    List<Evidence> evidence,
    String recommendation,
    List<Remedy> remedies) {

  /** Copies the lists. */
  public Finding {
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
  }
}
