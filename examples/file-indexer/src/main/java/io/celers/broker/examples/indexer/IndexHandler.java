package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.worker.TransactionalOutcomeHandler;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.RunningTask;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jooq.Configuration;

/**
 * Reads one file and writes its row. The worker commits the row together with the end of the task,
 * so that only the holder of the task ever writes.
 */
final class IndexHandler implements TransactionalOutcomeHandler<IndexFile> {

  private final long maxFileBytes;
  private final Statistics statistics;

  IndexHandler(long maxFileBytes, Statistics statistics) {
    this.maxFileBytes = maxFileBytes;
    this.statistics = statistics;
  }

  @Override
  public Outcome handle(Configuration tx, IndexFile payload, RunningTask task) throws IOException {
    FileKey file = payload.key();
    try {
      FileContent content = FileContent.read(file.location(), maxFileBytes, task::cancelled);
      statistics.bytes.addAndGet(content.bytes());
      indexed(tx, task.delivery(), file, content);
      return Outcome.done();
    } catch (NoSuchFileException e) {
      missing(tx, task.delivery(), file);
      return Outcome.discard("vanished");
    } catch (AccessDeniedException e) {
      return Outcome.deadLetter("not readable");
    } catch (FileContent.TooLarge e) {
      return Outcome.deadLetter(String.valueOf(e.getMessage()));
    }
  }

  /** No row matches if a newer task was made for the file: that one will write it. */
  private static void indexed(
      Configuration tx, Delivery delivery, FileKey file, FileContent content) {
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
  }

  private static void missing(Configuration tx, Delivery delivery, FileKey file) {
    tx.dsl()
        .update(FILES)
        .set(FILES.MISSING, true)
        .where(FILES.ID.eq(file.id()))
        .and(FILES.TASK_ID.eq(delivery.id()))
        .execute();
  }
}
