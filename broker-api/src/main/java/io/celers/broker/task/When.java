package io.celers.broker.task;

import java.time.Duration;
import java.time.Instant;

/** A moment: fixed, or counted from the enqueue by the database's clock. */
public sealed interface When {

  /** A fixed moment. */
  record At(Instant moment) implements When {}

  /** So much later than the enqueue. */
  record After(Duration delay) implements When {}
}
