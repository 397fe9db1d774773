package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.jooq.internal.content.FindContentHashes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** Finds imported tasks and dead letters whose ids another task has. */
final class OtherContent {

  private OtherContent() {}

  // One whose id is not found any more was there a moment ago, and is gone since: no conflict.
  static <R extends Record> List<UUID> execute(
      DSLContext db, Collection<R> rows, Field<UUID> id, Field<Long> contentHash) {
    Map<UUID, Long> stored =
        FindContentHashes.execute(db, rows.stream().map(row -> row.get(id)).toList());
    return rows.stream()
        .filter(
            row ->
                !row.get(contentHash)
                    .equals(stored.getOrDefault(row.get(id), row.get(contentHash))))
        .map(row -> row.get(id))
        .toList();
  }
}
