package io.celers.broker.query;

import io.celers.broker.task.Limits;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param after where the page before ended; empty for the first one
 * @param limit most items, 1 to 1,000
 */
public record Page(Optional<Cursor> after, int limit) {

  /** Most items of one page. */
  public static final int MAX_LIMIT = 1_000;

  /**
   * Most rows that one page, or one step of a verb on many, looks at: some tens of milliseconds. A
   * list whose criteria hardly ever match has pages with few items or none.
   */
  public static final int EXAMINED = 10_000;

  /** Checks the range. */
  public Page {
    Limits.requireInRange("limit", limit, 1, MAX_LIMIT);
  }

  /** The first {@code limit} items. */
  public static Page first(int limit) {
    return new Page(Optional.empty(), limit);
  }

  /** The page after one that ended there, of the same size. */
  public Page after(Cursor cursor) {
    return new Page(Optional.of(cursor), limit);
  }
}
