package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.NotHeld;

/** The receipt does not hold the task any more: rolls back, and nobody is to hear of an outcome. */
final class NotHolder extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient NotHeld why;

  NotHolder(NotHeld why) {
    super(why.toString());
    this.why = why;
  }

  NotHeld why() {
    return why;
  }
}
