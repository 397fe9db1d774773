package io.celers.broker.advice;

import java.time.Duration;
import java.util.Optional;

/** Where the depth of a queue goes. */
public sealed interface Trend {

  /** As many come as go, within the noise of the measurement. */
  record Steady() implements Trend {}

  /**
   * More come than go.
   *
   * @param net what is added
   * @param full when the limit is reached; empty without a limit, or if not within ten years
   */
  record Growing(Rate net, Optional<Duration> full) implements Trend {}

  /**
   * More go than come.
   *
   * @param net what is taken off
   * @param drained when the queue is empty; itself empty if not within ten years
   */
  record Shrinking(Rate net, Optional<Duration> drained) implements Trend {}
}
