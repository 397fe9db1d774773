package io.celers.broker.jooq.internal.claim;

import java.util.UUID;

/** Makes the receipts of claims. */
interface Receipts {

  /** Random ones; what became of their claims is nobody's business. */
  Receipts RANDOM = receipt -> {};

  /** A fresh one for the next claim. */
  default UUID make() {
    return UUID.randomUUID();
  }

  /** The reply to the claim under this receipt was lost. */
  void unheard(UUID receipt);
}
