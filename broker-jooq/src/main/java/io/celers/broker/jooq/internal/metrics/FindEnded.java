package io.celers.broker.jooq.internal.metrics;

import static io.celers.broker.generated.Tables.CELERS_ENDED_TRANSACTIONS;

import io.celers.broker.generated.tables.CelersEndedTransactions;
import java.util.Collection;
import java.util.Map;
import org.jooq.DSLContext;

/** Asks which transactions have ended, and whether they committed. */
final class FindEnded {

  private FindEnded() {}

  // Reads the commit log, no table. Guarded by EnqueuedTotalsIT.
  static Map<Long, Boolean> execute(DSLContext db, Collection<Long> transactions) {
    CelersEndedTransactions ended =
        CELERS_ENDED_TRANSACTIONS.call(transactions.toArray(Long[]::new));
    return db.select(ended.ID, ended.COMMITTED).from(ended).fetchMap(ended.ID, ended.COMMITTED);
  }
}
