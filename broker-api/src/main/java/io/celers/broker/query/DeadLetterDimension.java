package io.celers.broker.query;

/** By what dead letters are counted. */
public enum DeadLetterDimension {
  /** Queue that they came from. */
  QUEUE,
  /** Name of the task. */
  NAME,
  /** Last error, cut to its first 200 characters; those without one count under the empty text. */
  ERROR,
  /** Day on which they were given up, as {@code 2026-11-22}, in UTC. */
  DAY
}
