package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record5;

/**
 * Writes the index as lines of tab-separated SHA-256, bytes, lines, words and path.
 *
 * <p>Files without a hash have {@code -} in the first four columns. The path is the bytes of the
 * file system, in which {@code \}, tab, line feed and carriage return are written as {@code \\},
 * {@code \t}, {@code \n}, {@code \r}.
 */
final class Export {

  private static final int FETCH_SIZE = 1_000;

  private final DSLContext db;

  Export(DSLContext db) {
    this.db = db;
  }

  /**
   * Writes the rows of a folder in the order of their paths, in constant memory.
   *
   * @return how many
   */
  long write(String folder, OutputStream out) throws IOException {
    return db.transactionResult(
        tx -> {
          long rows = 0;
          // a cursor needs a transaction, or the driver fetches everything at once
          try (Cursor<Record5<byte[], Long, Long, Long, String>> cursor =
              tx.dsl()
                  .select(FILES.SHA256, FILES.BYTES, FILES.LINES, FILES.WORDS, FILES.PATH)
                  .from(FILES)
                  .where(FILES.FOLDER.eq(folder))
                  .and(FILES.MISSING.isFalse())
                  .orderBy(FILES.PATH)
                  .fetchSize(FETCH_SIZE)
                  .fetchLazy()) {
            for (Record5<byte[], Long, Long, Long, String> row : cursor) {
              out.write(numbers(row).getBytes(StandardCharsets.US_ASCII));
              out.write(escaped(new FileKey(folder, row.value5()).bytes()));
              out.write('\n');
              rows++;
            }
          }
          out.flush();
          return rows;
        });
  }

  private static String numbers(Record5<byte[], Long, Long, Long, String> row) {
    if (row.value1() == null) {
      return "-\t-\t-\t-\t";
    }
    String hash = HexFormat.of().formatHex(row.value1());
    List<Long> counts = List.of(row.value2(), row.value3(), row.value4());
    return "%s\t%d\t%d\t%d\t".formatted(hash, counts.get(0), counts.get(1), counts.get(2));
  }

  /** One char for one byte on the way through a String. */
  private static byte[] escaped(byte[] path) {
    return new String(path, StandardCharsets.ISO_8859_1)
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
