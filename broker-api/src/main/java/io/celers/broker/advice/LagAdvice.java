package io.celers.broker.advice;

/** What to do about a lag. */
public sealed interface LagAdvice {

  /** Nothing waits and nothing runs. */
  record Idle() implements LagAdvice {}

  /** The lag is within its target. */
  record KeepPace() implements LagAdvice {}

  /**
   * The lag is above its target.
   *
   * @param factor how many times as fast tasks would have to finish to meet it, above 1, at most
   *     1,000,000,000
   */
  record AddCapacity(double factor) implements LagAdvice {

    static final double MAX_FACTOR = 1e9;
  }

  /** Tasks wait, none is held, and none finishes: no worker claims from the queue. */
  record StartWorkers() implements LagAdvice {}

  /** Tasks are held, but none finishes. */
  record LookIntoHandlers() implements LagAdvice {}
}
