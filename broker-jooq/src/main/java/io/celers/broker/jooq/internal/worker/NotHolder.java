package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.NotHeld;
import java.util.Map;

/** Receipts do not hold their tasks any more: rolls back, and nobody is to hear of an outcome. */
final class NotHolder extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Map<HeldTask, NotHeld> lost;

  /** These at least; never none. */
  NotHolder(Map<HeldTask, NotHeld> lost) {
    super(lost.values().toString());
    this.lost = lost;
  }

  Map<HeldTask, NotHeld> lost() {
    return lost;
  }
}
