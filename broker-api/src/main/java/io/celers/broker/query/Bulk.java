package io.celers.broker.query;

import java.util.Optional;
import java.util.function.Function;

/**
 * What one step of a verb on many tasks did.
 *
 * @param changed tasks that were changed, if the transaction commits
 * @param cursor where the step ended; empty if there was nothing to look at
 * @param exhausted whether nothing comes after, for now
 */
public record Bulk(int changed, Optional<Cursor> cursor, boolean exhausted) {

  /**
   * Does all steps of a verb, one after the other: {@code Bulk.all(page -> tasks.moveAll(query,
   * "slow", page))}. Without a transaction each step holds by itself.
   *
   * @return how many rows were changed
   */
  public static long all(Function<Page, Bulk> verb) {
    Page page = Page.first(Page.MAX_LIMIT);
    long changed = 0;
    while (true) {
      Bulk step = verb.apply(page);
      changed += step.changed();
      if (step.exhausted() || step.cursor().isEmpty()) {
        return changed;
      }
      page = page.after(step.cursor().get());
    }
  }
}
