package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import io.celers.broker.examples.indexer.db.tables.records.FilesRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;

/** Compares the index with the folder, walking it once more. */
final class IndexCheck {

  private static final int BATCH = 1_000;

  /**
   * What the comparison found.
   *
   * @param files regular files in the folder
   * @param indexed those with a hash
   * @param bytes size of those with a hash
   * @param deadLetters those without, but with a dead letter
   * @param disagreements in words; empty if all is well
   * @param unreadableFolders what neither walk could look into
   */
  record Result(
      long files,
      long indexed,
      long bytes,
      long deadLetters,
      List<String> disagreements,
      List<String> unreadableFolders) {}

  private final DSLContext db;
  private final IndexOptions options;
  private final String folder;
  private final List<String> disagreements = new ArrayList<>();
  private long files;
  private long indexed;
  private long bytes;
  private long deadLetters;

  IndexCheck(DSLContext db, IndexOptions options) {
    this.db = db;
    this.options = options;
    this.folder = FileKey.folder(options.folder());
  }

  Result execute() throws IOException {
    List<String> unreadable =
        new FolderWalk(options.folder(), options.excluded())
            .forEachBatch(BATCH, () -> false, this::compare);
    compareTotals();
    int live = new Backlog(db, IndexFile.queue(folder)).count();
    if (live > 0) {
      disagreements.add(live + " tasks are not finished");
    }
    return new Result(files, indexed, bytes, deadLetters, List.copyOf(disagreements), unreadable);
  }

  private void compare(List<FoundFile> batch) {
    UUID[] ids = batch.stream().map(file -> file.key().id()).toArray(UUID[]::new);
    Map<UUID, FilesRecord> rows =
        db.selectFrom(FILES).where(FILES.ID.eq(any(ids))).fetchMap(FILES.ID);
    Map<UUID, UUID> dead =
        db.select(FILES.ID, CELERS_DEAD_LETTER_QUEUE.ID)
            .from(FILES)
            .join(CELERS_DEAD_LETTER_QUEUE)
            .on(CELERS_DEAD_LETTER_QUEUE.ID.eq(FILES.TASK_ID))
            .where(FILES.ID.eq(any(ids)))
            .fetchMap(FILES.ID, CELERS_DEAD_LETTER_QUEUE.ID);
    for (FoundFile file : batch) {
      UUID id = file.key().id();
      String problem = problem(file, rows.get(id), dead.containsKey(id));
      if (problem != null) {
        disagreements.add(FileKey.readable(file.key().path()) + ": " + problem);
      }
    }
  }

  private @Nullable String problem(FoundFile file, @Nullable FilesRecord row, boolean dead) {
    files++;
    if (row == null) {
      return "not in the index; created meanwhile?";
    }
    if (row.getMissing()) {
      return "marked as missing; back again meanwhile?";
    }
    if (row.getSize() != file.size() || row.getModifiedMicros() != file.modifiedMicros()) {
      return "changed while the folder was being indexed";
    }
    if (row.getSha256() == null) {
      if (dead) {
        deadLetters++;
        return null;
      }
      return "neither indexed nor a dead letter";
    }
    indexed++;
    bytes += file.size();
    if (dead) {
      return "indexed, and a dead letter at the same time";
    }
    return row.getBytes() == file.size() ? null : "changed while it was being read";
  }

  private void compareTotals() {
    Record2<Integer, BigDecimal> totals =
        db.select(count(), sum(FILES.BYTES))
            .from(FILES)
            .where(FILES.FOLDER.eq(folder))
            .and(FILES.MISSING.isFalse())
            .fetchSingle();
    if (totals.value1() != files) {
      disagreements.add("%d rows for %d files".formatted(totals.value1(), files));
    }
    long sum = totals.value2() == null ? 0 : totals.value2().longValueExact();
    if (sum != bytes) {
      disagreements.add("%d bytes in the index, %d in the folder".formatted(sum, bytes));
    }
  }
}
