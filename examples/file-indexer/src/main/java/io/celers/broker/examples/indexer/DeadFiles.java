package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static org.jooq.impl.DSL.coalesce;

import io.celers.broker.Broker;
import io.celers.broker.jooq.JooqBroker;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** The files that could not be indexed: a join of our table with the broker's dead letters. */
final class DeadFiles {

  /** A file and why it could not be indexed. */
  record DeadFile(String path, String reason) {}

  private final DSLContext db;

  DeadFiles(DSLContext db) {
    this.db = db;
  }

  /** Those of a folder, by path. */
  List<DeadFile> list(String folder) {
    return db.select(
            FILES.PATH,
            coalesce(CELERS_DEAD_LETTER_QUEUE.ERROR_MESSAGE, CELERS_DEAD_LETTER_QUEUE.CAUSE))
        .from(FILES)
        .join(CELERS_DEAD_LETTER_QUEUE)
        .on(CELERS_DEAD_LETTER_QUEUE.ID.eq(FILES.TASK_ID))
        .where(FILES.FOLDER.eq(folder))
        .and(FILES.MISSING.isFalse())
        .orderBy(FILES.PATH)
        .fetch(row -> new DeadFile(FileKey.readable(row.value1()), row.value2()));
  }

  /**
   * Puts them back into their queue.
   *
   * @return how many
   */
  int requeue(String folder, JooqBroker broker) {
    List<UUID> tasks =
        db.select(CELERS_DEAD_LETTER_QUEUE.ID)
            .from(FILES)
            .join(CELERS_DEAD_LETTER_QUEUE)
            .on(CELERS_DEAD_LETTER_QUEUE.ID.eq(FILES.TASK_ID))
            .where(FILES.FOLDER.eq(folder))
            .fetch(CELERS_DEAD_LETTER_QUEUE.ID);
    return db.transactionResult(
        tx -> {
          Broker inTransaction = broker.using(tx);
          return (int) tasks.stream().filter(id -> inTransaction.deadLetters().requeue(id)).count();
        });
  }
}
