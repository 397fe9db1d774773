package io.celers.broker.jooq.internal.transaction;

import static io.celers.broker.generated.Routines.celersTransaction;

import org.jooq.DSLContext;

/** Asks which transaction this is, also for one that has changed nothing yet. */
public final class FindTransaction {

  private FindTransaction() {}

  // Reads no table. Guarded by TransactionFateIT.
  /** Its id. */
  public static long execute(DSLContext db) {
    return db.select(celersTransaction()).fetchSingle().value1();
  }
}
