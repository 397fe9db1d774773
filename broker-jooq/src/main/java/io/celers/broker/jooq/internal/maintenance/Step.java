package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.maintenance.Progress;
import io.celers.broker.query.Cursor;
import java.util.Optional;
import java.util.UUID;

/**
 * What one batch of a walk did.
 *
 * @param examined rows that were looked at
 * @param archived rows that were moved
 * @param deleted rows that were deleted
 * @param last the last id that was looked at
 * @param atEnd whether nothing comes behind it
 */
record Step(int examined, int archived, int deleted, Optional<UUID> last, boolean atEnd) {

  /** At the end, having seen nothing. */
  static final Step NOTHING = new Step(0, 0, 0, Optional.empty(), true);

  Progress after(Progress before) {
    return new Progress(
        before.examined() + examined,
        before.archived() + archived,
        before.deleted() + deleted,
        last.map(Cursor::new).or(before::cursor));
  }
}
