package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import java.util.UUID;

/** Somebody who claims a task whose lease has ended. */
final class Rival {

  private Rival() {}

  /** Ends the lease and claims the task, in one transaction, so that no heartbeat comes between. */
  static Delivery claims(BrokerDatabase db, UUID id) {
    return db.dsl()
        .transactionResult(
            tx -> {
              tx.dsl()
                  .update(CELERS_TASKS)
                  .set(CELERS_TASKS.VISIBLE_AT, celersNow())
                  .where(CELERS_TASKS.ID.eq(id))
                  .execute();
              return db.broker().using(tx).queue("default").dequeue().orElseThrow();
            });
  }
}
