package io.celers.broker.jooq.internal.claim;

import java.util.UUID;
import org.jooq.DSLContext;

/** Asks for the plan of the claim; nothing is run. */
public final class ExplainClaim {

  private static final int BATCH = 100;
  private static final long LEASE_MICROS = 1_000_000;

  private ExplainClaim() {}

  /** As PostgreSQL prints it. */
  public static String execute(DSLContext db, String queue) {
    Claim claim = new Claim(UUID.randomUUID(), "", LEASE_MICROS, BATCH, BATCH, null);
    return db.explain(ClaimTasks.bound(db, queue, Lanes.full(), claim).query()).plan();
  }
}
