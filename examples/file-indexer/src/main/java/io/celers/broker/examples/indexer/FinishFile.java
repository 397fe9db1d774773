package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.JooqBroker;
import org.jooq.DSLContext;

/**
 * Settles a delivery and writes its row, in one transaction.
 *
 * <p>Only the holder of the task may write: if the settlement answers anything else than settled,
 * the transaction is rolled back, and what was read is thrown away.
 */
final class FinishFile {

  /** Somebody else holds the task by now, or it is done. Rolls the transaction back. */
  static final class NotHolder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotHolder(Settlement outcome) {
      super(outcome.toString());
    }
  }

  private final DSLContext db;
  private final JooqBroker broker;

  FinishFile(DSLContext db, JooqBroker broker) {
    this.db = db;
    this.broker = broker;
  }

  /**
   * Writes what is in the file and acknowledges the task.
   *
   * @throws NotHolder if the delivery does not hold the task any more; then nothing was written
   */
  void indexed(Delivery delivery, FileKey file, FileContent content) {
    db.transaction(
        tx -> {
          // No row matches if a newer task was made for the file: that one will write it.
          tx.dsl()
              .update(FILES)
              .set(FILES.SHA256, content.sha256())
              .set(FILES.BYTES, content.bytes())
              .set(FILES.LINES, content.lines())
              .set(FILES.WORDS, content.words())
              .set(FILES.INDEXED_AT, currentOffsetDateTime())
              .where(FILES.ID.eq(file.id()))
              .and(FILES.TASK_ID.eq(delivery.id()))
              .execute();
          require(broker.using(tx).ack(delivery));
        });
  }

  /**
   * Notes that the file is not there any more, and gives the task up.
   *
   * @throws NotHolder as {@link #indexed}
   */
  void vanished(Delivery delivery, FileKey file) {
    db.transaction(
        tx -> {
          tx.dsl()
              .update(FILES)
              .set(FILES.MISSING, true)
              .where(FILES.ID.eq(file.id()))
              .and(FILES.TASK_ID.eq(delivery.id()))
              .execute();
          require(broker.using(tx).reject(delivery, Rejection.discard("vanished")));
        });
  }

  /** Gives the delivery back; no row is written, so no transaction around it is needed. */
  Settlement reject(Delivery delivery, Rejection rejection) {
    return broker.reject(delivery, rejection);
  }

  private static void require(Settlement outcome) {
    if (!(outcome instanceof Settlement.Settled)) {
      throw new NotHolder(outcome);
    }
  }
}
