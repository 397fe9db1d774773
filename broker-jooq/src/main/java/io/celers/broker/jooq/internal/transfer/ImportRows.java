package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.error.ImportException;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.UuidOrder;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads a file and inserts its rows in batches, each with one statement. */
public final class ImportRows<R extends Record> {

  private static final int BATCH_ROWS = 1_000;
  private static final int BATCH_BYTES = 1 << 23;

  private final Database database;
  private final Kind<R> kind;
  private final LineReader lines;
  private final Consumer<Imported> progress;
  private final List<R> batch = new ArrayList<>();
  private int batchBytes;
  private long rows;
  private Imported imported = Imported.NONE;

  private ImportRows(Database database, Kind<R> kind, InputStream in, Consumer<Imported> progress) {
    this.database = database;
    this.kind = kind;
    this.lines = new LineReader(in);
    this.progress = progress;
  }

  /** Reads the whole file. */
  public static <R extends Record> Imported of(
      Database database, Kind<R> kind, InputStream in, Consumer<Imported> progress)
      throws IOException {
    ImportRows<R> file = new ImportRows<>(database, kind, in, progress);
    try {
      file.read();
      return file.imported;
    } catch (Refused e) {
      throw new ImportException(file.lines.number(), e.field(), e.reason(), file.imported);
    }
  }

  private void read() throws IOException, Refused {
    FirstLine.check(line(), kind);
    Map<String, String> members = line();
    while (!LastLine.isIt(members)) {
      add(members);
      members = line();
    }
    LastLine.check(members, rows, lines.digestBefore());
    // Only a file that has proved to be whole gets its last batch in.
    writeBatch();
    if (lines.next().isPresent()) {
      throw new Refused("must not be there, after the last line");
    }
  }

  private Map<String, String> line() throws IOException, Refused {
    Optional<Map<String, String>> members = lines.next();
    return members.orElseThrow(() -> new Refused("is missing: the file is not whole"));
  }

  private void add(Map<String, String> members) throws Refused {
    R row = kind.table().newRecord();
    for (Column<?> column : kind.columns()) {
      column.read(members, row);
    }
    if (!members.isEmpty()) {
      throw new Refused("has a member that is none of " + kind.name());
    }
    kind.complete(row);
    batch.add(row);
    rows++;
    batchBytes += lines.length();
    if (batch.size() == BATCH_ROWS || batchBytes >= BATCH_BYTES) {
      writeBatch();
    }
  }

  private void writeBatch() {
    if (batch.isEmpty()) {
      return;
    }
    batch.sort(Comparator.comparing(this::id, UuidOrder.AS_STORED));
    imported = database.run("import " + kind.name(), this::insert);
    batch.clear();
    batchBytes = 0;
    progress.accept(imported);
  }

  private Imported insert(DSLContext db) {
    Set<UUID> inserted = kind.insert(db, batch);
    // An id that is in the batch twice was inserted once.
    List<R> others = batch.stream().filter(row -> !inserted.remove(id(row))).toList();
    int created = batch.size() - others.size();
    List<UUID> conflicts = others.isEmpty() ? List.of() : kind.conflicts(db, others);
    return new Imported(
        imported.created() + created,
        imported.present() + others.size() - conflicts.size(),
        imported.conflicting() + conflicts.size(),
        Stream.concat(imported.conflicts().stream(), conflicts.stream())
            .limit(Imported.MAX_CONFLICTS)
            .toList());
  }

  private UUID id(R row) {
    return row.get(kind.id());
  }
}
