package io.celers.broker.jooq.internal.transfer;

import static org.jooq.impl.DSL.any;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.transfer.Exported;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/**
 * Writes the rows of a table that meet a condition, in the order of their keys.
 *
 * <p>Keyset pages, each a short statement of its own: a cursor would need a transaction as long as
 * the whole export, and a snapshot that old is what slows a queue down.
 */
public final class ExportRows {

  private static final int PAGE_BYTES = 1 << 23;

  /** A row that is to be read. */
  private record Entry(UUID id, int bytes) {}

  private final Database database;
  private final Kind<?> kind;
  private final Condition condition;
  private final String verb;

  /** Of this kind, those that meet this condition. */
  public ExportRows(Database database, Kind<?> kind, Condition condition) {
    this.database = database;
    this.kind = kind;
    this.condition = condition;
    this.verb = "export " + kind.name();
  }

  /** Writes the whole file. */
  public Exported to(OutputStream out, Consumer<Exported> progress) throws IOException {
    LineWriter lines = new LineWriter(out);
    lines.write(FirstLine.of(kind));
    long rows = 0;
    Page page = Page.first(Page.MAX_LIMIT);
    Slice<Entry> slice;
    do {
      Page current = page;
      slice = database.run(verb, db -> list(db, current));
      for (List<UUID> ids : chunks(slice.items())) {
        Result<Record> chunk = database.run(verb, db -> read(db, ids));
        for (Record row : chunk) {
          lines.write(line(row));
        }
        rows += chunk.size();
        progress.accept(new Exported(rows, lines.bytes()));
      }
      page = slice.cursor().map(page::after).orElse(page);
    } while (!slice.exhausted());
    lines.write(LastLine.of(rows, lines.digest()));
    out.flush();
    return new Exported(rows, lines.bytes());
  }

  // Keys and sizes first, so that the rows can be read in chunks whose bytes are bounded, whatever
  // the payloads are. Walks the primary key as lists do. Guarded by ExportTasksIT.
  private Slice<Entry> list(DSLContext db, Page page) {
    KeyRange range = KeyRange.following(db, kind.table(), kind.id(), page.after());
    List<Entry> entries =
        db.select(kind.id(), kind.size())
            .from(kind.table())
            .where(range.contains())
            .and(condition)
            .orderBy(kind.id())
            .limit(page.limit())
            .fetch(row -> new Entry(row.value1(), row.value2()));
    return range.slice(entries, Entry::id, page);
  }

  /** Asks for the condition again: a row may have changed since it was listed. */
  private Result<Record> read(DSLContext db, List<UUID> ids) {
    List<Field<?>> selected =
        kind.columns().stream().<Field<?>>map(column -> column.selected()).toList();
    return db.select(selected)
        .from(kind.table())
        .where(kind.id().eq(any(ids.toArray(UUID[]::new))))
        .and(condition)
        .orderBy(kind.id())
        .fetch();
  }

  private static List<List<UUID>> chunks(List<Entry> entries) {
    List<List<UUID>> chunks = new ArrayList<>();
    long bytes = PAGE_BYTES;
    for (Entry entry : entries) {
      if (bytes >= PAGE_BYTES) {
        chunks.add(new ArrayList<>());
        bytes = 0;
      }
      chunks.get(chunks.size() - 1).add(entry.id());
      bytes += entry.bytes();
    }
    return chunks;
  }

  private String line(Record row) {
    StringBuilder line = new StringBuilder("{");
    for (int i = 0; i < kind.columns().size(); i++) {
      kind.columns().get(i).write(row, i, line);
    }
    return line.append('}').toString();
  }
}
