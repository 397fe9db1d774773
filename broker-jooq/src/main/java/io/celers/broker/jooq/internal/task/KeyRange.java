package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.noCondition;

import io.celers.broker.Tasks;
import io.celers.broker.query.Cursor;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The piece of the task table that one page or step looks at: a stretch of the primary key.
 *
 * @param after exclusive; empty at the start of the table
 * @param last inclusive; empty if the stretch reaches the end of the table
 */
record KeyRange(Optional<UUID> after, Optional<UUID> last) {

  // Found before anything else is read, so that whatever happens to the rows meanwhile, all of the
  // stretch has been looked at when the next one begins behind it.
  static KeyRange following(DSLContext db, Optional<Cursor> cursor) {
    Optional<UUID> after = cursor.map(Cursor::id);
    Optional<UUID> last =
        db.select(CELERS_TASKS.ID)
            .from(CELERS_TASKS)
            .where(isAfter(after))
            .orderBy(CELERS_TASKS.ID)
            .offset(Tasks.EXAMINED - 1)
            .limit(1)
            .fetchOptional(CELERS_TASKS.ID);
    return new KeyRange(after, last);
  }

  /** Rows in the stretch. */
  Condition contains() {
    return last.map(id -> isAfter(after).and(CELERS_TASKS.ID.le(id)))
        .orElseGet(() -> isAfter(after));
  }

  /** Whether nothing comes after the stretch. */
  boolean reachesEnd() {
    return last.isEmpty();
  }

  /** Where the stretch ended, if no row of it was the last to be looked at. */
  Optional<Cursor> end() {
    return last.or(() -> after).map(Cursor::new);
  }

  private static Condition isAfter(Optional<UUID> id) {
    return id.<Condition>map(CELERS_TASKS.ID::gt).orElseGet(() -> noCondition());
  }
}
