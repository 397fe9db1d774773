package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.row;

import io.celers.broker.examples.indexer.db.tables.records.FilesRecord;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.Limits;
import io.celers.broker.task.NewTask;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Row7;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a batch of files and enqueues their tasks: both, or neither. */
final class EnqueueFiles {

  private final DSLContext db;
  private final JooqBroker broker;
  private final String queue;

  EnqueueFiles(DSLContext db, JooqBroker broker, String queue) {
    this.db = db;
    this.broker = broker;
    this.queue = queue;
  }

  /**
   * Enqueues the files that are new, changed or back again.
   *
   * <p>The key says which state of the file a task is for. So a file that has not changed is a
   * duplicate, also if another run of this program is enqueueing it at this moment.
   *
   * @return how many tasks were created; the others had been there before
   */
  int enqueue(List<FoundFile> files) {
    return db.transactionResult(
        tx -> {
          Map<UUID, FilesRecord> known =
              tx.dsl()
                  .selectFrom(FILES)
                  .where(
                      FILES.ID.eq(any(files.stream().map(f -> f.key().id()).toArray(UUID[]::new))))
                  .fetchMap(FILES.ID);
          List<Integer> revisions =
              files.stream().map(f -> revision(f, known.get(f.key().id()))).toList();
          List<NewTask<IndexFile>> tasks = new ArrayList<>();
          for (int i = 0; i < files.size(); i++) {
            tasks.add(task(files.get(i), revisions.get(i)));
          }

          List<Enqueued> outcomes = broker.using(tx).enqueueAll(tasks);

          List<Row7<UUID, String, String, Long, Long, Integer, UUID>> rows = new ArrayList<>();
          for (int i = 0; i < files.size(); i++) {
            if (outcomes.get(i) instanceof Enqueued.Created created) {
              FoundFile file = files.get(i);
              FileKey key = file.key();
              rows.add(
                  row(
                      key.id(),
                      key.folder(),
                      key.path(),
                      file.size(),
                      file.modifiedMicros(),
                      revisions.get(i),
                      created.id()));
            }
          }
          write(tx.dsl(), rows);
          return rows.size();
        });
  }

  /** Counts up when the file is another than the row says, so that A, B, A are three. */
  private static int revision(FoundFile file, @Nullable FilesRecord row) {
    if (row == null) {
      return 0;
    }
    boolean same =
        row.getSize() == file.size()
            && row.getModifiedMicros() == file.modifiedMicros()
            && !row.getMissing();
    return same ? row.getRevision() : row.getRevision() + 1;
  }

  private NewTask<IndexFile> task(FoundFile file, int revision) {
    FileKey key = file.key();
    String state =
        String.join(
            "\0",
            key.folder(),
            key.path(),
            Long.toString(file.size()),
            Long.toString(file.modifiedMicros()),
            Integer.toString(revision));
    return IndexFile.TYPE
        .with(new IndexFile(key.folder(), key.path()))
        .queue(queue)
        // hashed, because a path is longer than a key may be
        .idempotencyKey(HexFormat.of().formatHex(FileKey.sha256(state)), Limits.LONGEST_DURATION);
  }

  private static void write(
      DSLContext tx, List<Row7<UUID, String, String, Long, Long, Integer, UUID>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    tx.insertInto(
            FILES,
            FILES.ID,
            FILES.FOLDER,
            FILES.PATH,
            FILES.SIZE,
            FILES.MODIFIED_MICROS,
            FILES.REVISION,
            FILES.TASK_ID)
        .valuesOfRows(rows)
        .onConflict(FILES.ID)
        .doUpdate()
        .set(FILES.SIZE, excluded(FILES.SIZE))
        .set(FILES.MODIFIED_MICROS, excluded(FILES.MODIFIED_MICROS))
        .set(FILES.REVISION, excluded(FILES.REVISION))
        .set(FILES.TASK_ID, excluded(FILES.TASK_ID))
        .set(FILES.MISSING, false)
        // what it was before is not what it is now
        .setNull(FILES.SHA256)
        .setNull(FILES.BYTES)
        .setNull(FILES.LINES)
        .setNull(FILES.WORDS)
        .setNull(FILES.INDEXED_AT)
        .execute();
  }
}
