package io.celers.broker.jooq.internal.metrics;

import java.time.Duration;

/** A delivery that knows its own times. */
public interface Timed {

  /** From the moment that it was due for until the claim, by the database's clock. */
  Duration waited();

  /** Since the claim returned, in this process. */
  Duration held();
}
