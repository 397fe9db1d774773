package io.celers.broker.jooq.internal.settle;

import io.celers.broker.delivery.Delivery;
import java.util.Collection;
import java.util.UUID;

/** A task and the receipt of one claim of it: what every verb of a holder is guarded by. */
record Holding(UUID id, UUID receipt) {

  static Holding of(Delivery delivery) {
    return new Holding(delivery.id(), delivery.receipt());
  }

  static UUID[] ids(Collection<Holding> holdings) {
    return holdings.stream().map(Holding::id).toArray(UUID[]::new);
  }

  static UUID[] receipts(Collection<Holding> holdings) {
    return holdings.stream().map(Holding::receipt).toArray(UUID[]::new);
  }
}
