package io.celers.broker.jooq.internal.sql;

import static org.jooq.impl.DSL.noCondition;

import io.celers.broker.query.Bulk;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The piece of a table that one page or step looks at: a stretch of its primary key.
 *
 * @param id the key
 * @param after exclusive; empty at the start of the table
 * @param last inclusive; empty if the stretch reaches the end of the table
 */
public record KeyRange(Field<UUID> id, Optional<UUID> after, Optional<UUID> last) {

  /**
   * The stretch that begins behind a cursor, or at the start of the table.
   *
   * <p>To be found before anything else is read: whatever happens to the rows meanwhile, all of the
   * stretch has then been looked at when the next one begins behind it.
   */
  public static KeyRange following(
      DSLContext db, Table<?> table, Field<UUID> id, Optional<Cursor> cursor) {
    Optional<UUID> after = cursor.map(Cursor::id);
    Optional<UUID> last =
        db.select(id)
            .from(table)
            .where(isAfter(id, after))
            .orderBy(id)
            .offset(Page.EXAMINED - 1)
            .limit(1)
            .fetchOptional(id);
    return new KeyRange(id, after, last);
  }

  /** Rows in the stretch. */
  public Condition contains() {
    return last.map(bound -> isAfter(id, after).and(id.le(bound)))
        .orElseGet(() -> isAfter(id, after));
  }

  /**
   * The page that a read of the stretch gave.
   *
   * @param items in the order of ids, at most as many as the page asked for
   */
  public <T> Slice<T> slice(List<T> items, Function<T, UUID> idOf, Page page) {
    Optional<UUID> lastItem =
        items.isEmpty() ? Optional.empty() : Optional.of(idOf.apply(items.get(items.size() - 1)));
    return items.size() == page.limit()
        ? new Slice<>(items, lastItem.map(Cursor::new), false)
        : new Slice<>(items, end(lastItem), last.isEmpty());
  }

  /**
   * The step that a change of the stretch was.
   *
   * @param changed ids, in any order, at most as many as the page asked for
   */
  public Bulk bulk(List<UUID> changed, Page page) {
    Optional<UUID> highest = changed.stream().max(UuidOrder.AS_STORED);
    return changed.size() == page.limit()
        ? new Bulk(changed.size(), highest.map(Cursor::new), false)
        : new Bulk(changed.size(), end(highest), last.isEmpty());
  }

  /** Without a last id to go on from, at the end of the table, that of the last row met serves. */
  private Optional<Cursor> end(Optional<UUID> lastMet) {
    return last.or(() -> lastMet).or(() -> after).map(Cursor::new);
  }

  private static Condition isAfter(Field<UUID> id, Optional<UUID> bound) {
    return bound.<Condition>map(id::gt).orElseGet(() -> noCondition());
  }
}
