package io.celers.broker.jooq.internal.maintenance;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.celers.broker.query.Page;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.WithStep;
import org.jspecify.annotations.Nullable;

/**
 * How one statement says where a bounded piece of a primary key ended.
 *
 * @param examined the rows of the piece, not locked, with their ids
 * @param due the ids of those of them that something is to be done with, at most a batch
 * @param id the key
 * @param batchSize most rows of {@code due}
 */
record Walk(Table<?> examined, Table<?> due, Field<UUID> id, int batchSize) {

  /** Rows that one statement looks at. */
  static final int EXAMINED = Page.EXAMINED;

  static Condition isAfter(Field<UUID> id, @Nullable UUID last) {
    return last == null ? noCondition() : id.gt(last);
  }

  /** Executes the statement that these common table expressions make. */
  Step execute(WithStep statement, Field<Integer> archived, Field<Integer> removed) {
    Field<Integer> seen = rows(examined);
    Field<Integer> found = rows(due);
    Field<UUID> lastSeen = last(examined);
    Field<UUID> lastFound = last(due);
    return statement
        .select(seen, found, lastSeen, lastFound, archived, removed)
        .fetchSingle(
            row -> {
              // Of a full batch there may be more in this piece, so the next one begins in it.
              boolean full = row.get(found) == batchSize;
              return new Step(
                  row.get(seen),
                  row.get(archived),
                  row.get(removed) - row.get(archived),
                  Optional.ofNullable(row.get(full ? lastFound : lastSeen)),
                  !full && row.get(seen) < EXAMINED);
            });
  }

  static Field<Integer> rows(Table<? extends Record> table) {
    return field(select(count()).from(table));
  }

  private Field<UUID> last(Table<?> table) {
    Field<UUID> column = table.field(id);
    return field(select(column).from(table).orderBy(column.desc()).limit(1));
  }
}
