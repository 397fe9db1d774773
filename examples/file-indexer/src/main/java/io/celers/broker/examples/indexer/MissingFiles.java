package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static org.jooq.impl.DSL.any;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.Result;

/** Marks the rows of files that were deleted since they were indexed. */
final class MissingFiles {

  private static final int PAGE = 1_000;

  private final DSLContext db;

  MissingFiles(DSLContext db) {
    this.db = db;
  }

  /**
   * Looks for every file of the folder's rows.
   *
   * @return how many are gone
   */
  int mark(String folder) {
    int marked = 0;
    UUID last = new UUID(0, 0);
    while (true) {
      Result<Record3<UUID, String, String>> page =
          db.select(FILES.ID, FILES.FOLDER, FILES.PATH)
              .from(FILES)
              .where(FILES.FOLDER.eq(folder))
              .and(FILES.ID.gt(last))
              .and(FILES.MISSING.isFalse())
              .orderBy(FILES.ID)
              .limit(PAGE)
              .fetch();
      if (page.isEmpty()) {
        return marked;
      }
      last = page.get(page.size() - 1).value1();
      List<UUID> gone =
          page.stream()
              .filter(row -> !isThere(new FileKey(row.value2(), row.value3())))
              .map(Record3::value1)
              .toList();
      if (!gone.isEmpty()) {
        marked +=
            db.update(FILES)
                .set(FILES.MISSING, true)
                .where(FILES.ID.eq(any(gone.toArray(UUID[]::new))))
                .execute();
      }
    }
  }

  private static boolean isThere(FileKey file) {
    try {
      return Files.readAttributes(
              file.location(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile();
    } catch (IOException e) {
      // also where a folder above may not be entered any more: the walk cannot see it either
      return false;
    }
  }
}
