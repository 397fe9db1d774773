package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersBefore;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.maintenance.RetentionPolicy;
import java.time.Duration;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jspecify.annotations.Nullable;

/** Deletes what is old enough from the next piece of the archive. */
final class PurgeArchive {

  private PurgeArchive() {}

  // Shaped as ArchiveTasks is: the archive has no index but its key. Guarded by ArchiveIT.
  static Step execute(DSLContext db, RetentionPolicy policy, @Nullable UUID after) {
    if (policy.archive().isEmpty()) {
      return Step.NOTHING;
    }
    Duration age = policy.archive().get();
    CommonTableExpression<?> examined =
        name("examined")
            .asMaterialized(
                select(CELERS_TASK_ARCHIVE.ID, CELERS_TASK_ARCHIVE.ARCHIVED_AT)
                    .from(CELERS_TASK_ARCHIVE)
                    .where(Walk.isAfter(CELERS_TASK_ARCHIVE.ID, after))
                    .orderBy(CELERS_TASK_ARCHIVE.ID)
                    .limit(Walk.EXAMINED));
    CommonTableExpression<Record1<UUID>> due =
        name("due")
            .asMaterialized(
                select(examined.field(CELERS_TASK_ARCHIVE.ID))
                    .from(examined)
                    .where(
                        examined
                            .field(CELERS_TASK_ARCHIVE.ARCHIVED_AT)
                            .le(celersBefore(Times.micros(age))))
                    .orderBy(examined.field(CELERS_TASK_ARCHIVE.ID))
                    .limit(policy.batchSize()));
    CommonTableExpression<Record1<UUID>> locked =
        name("locked")
            .asMaterialized(
                select(CELERS_TASK_ARCHIVE.ID)
                    .from(CELERS_TASK_ARCHIVE)
                    .where(
                        CELERS_TASK_ARCHIVE.ID.eq(
                            any(array(select(due.field(CELERS_TASK_ARCHIVE.ID)).from(due)))))
                    .orderBy(CELERS_TASK_ARCHIVE.ID)
                    .forUpdate()
                    .skipLocked());
    CommonTableExpression<Record1<UUID>> removed =
        name("removed")
            .as(
                deleteFrom(CELERS_TASK_ARCHIVE)
                    .where(
                        CELERS_TASK_ARCHIVE.ID.eq(
                            any(array(select(locked.field(CELERS_TASK_ARCHIVE.ID)).from(locked)))))
                    .returningResult(CELERS_TASK_ARCHIVE.ID));
    return new Walk(examined, due, CELERS_TASK_ARCHIVE.ID, policy.batchSize())
        .execute(db.with(examined, due, locked, removed), inline(0), Walk.rows(removed));
  }
}
