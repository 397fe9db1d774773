package io.celers.broker.jooq.internal.transaction;

import static io.celers.broker.generated.Routines.celersTransactionStatus;

import java.util.Optional;
import org.jooq.DSLContext;

/** Asks what became of a transaction. */
public final class FindStatus {

  private FindStatus() {}

  // Reads the commit log, no table. Guarded by TransactionFateIT.
  /** In the words of PostgreSQL's {@code pg_xact_status}; empty if it does not know. */
  public static Optional<String> execute(DSLContext db, long transaction) {
    return Optional.ofNullable(
        db.select(celersTransactionStatus(transaction)).fetchSingle().value1());
  }
}
