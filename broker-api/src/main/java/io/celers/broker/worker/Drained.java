package io.celers.broker.worker;

import io.celers.broker.delivery.Delivery;
import java.util.List;

/**
 * What stopping a worker came to.
 *
 * @param released how many tasks were claimed but not begun, or rolled back with others of their
 *     batch, and given back without a penalty
 * @param abandoned tasks whose handlers did not end in time, whose outcomes could not be stored, or
 *     that could not be given back: delivered again when their leases end
 */
public record Drained(int released, List<Delivery> abandoned) {

  /** Copies the list. */
  public Drained {
    abandoned = List.copyOf(abandoned);
  }

  /** Whether every task that was claimed has been settled or given back. */
  public boolean complete() {
    return abandoned.isEmpty();
  }
}
