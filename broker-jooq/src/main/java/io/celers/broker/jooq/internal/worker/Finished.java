package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.worker.Outcome;
import java.time.Duration;

/** A task whose handler has ended, and what is to become of it. */
record Finished(HeldTask task, Outcome outcome, Duration runTime) {

  Delivery delivery() {
    return task.delivery();
  }

  Finished with(Outcome other) {
    return new Finished(task, other, runTime);
  }
}
