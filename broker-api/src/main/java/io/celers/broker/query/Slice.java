package io.celers.broker.query;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * <p>A page examines a bounded number of rows, so it may hold fewer items than were asked for, even
 * none, and still not be the last one: {@link #exhausted} tells.
 *
 * @param items in the order of their ids, which is that of their creation
 * @param cursor where the page ended; empty if there was nothing to look at. Of an exhausted list
 *     it shows what came later
 * @param exhausted whether nothing comes after, for now
 */
public record Slice<T>(List<T> items, Optional<Cursor> cursor, boolean exhausted) {

  /** Copies the items. */
  public Slice {
    items = List.copyOf(items);
  }
}
