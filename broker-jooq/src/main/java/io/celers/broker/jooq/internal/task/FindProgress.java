package io.celers.broker.jooq.internal.task;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Looks up whether a task is live or finished, wherever it is. */
public final class FindProgress {

  private FindProgress() {}

  /** Empty if there is no such task; else whether it is finished, and no live one has its id. */
  public static Optional<Boolean> execute(DSLContext db, UUID id) {
    Field<Boolean> finished = inline(true);
    return db
        .select(CELERS_TASKS.COMPLETED_AT.isNotNull())
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.ID.eq(id))
        .unionAll(
            select(finished)
                .from(CELERS_DEAD_LETTER_QUEUE)
                .where(CELERS_DEAD_LETTER_QUEUE.ID.eq(id)))
        .unionAll(select(finished).from(CELERS_TASK_ARCHIVE).where(CELERS_TASK_ARCHIVE.ID.eq(id)))
        .fetch(0, Boolean.class)
        .stream()
        .min(Boolean::compare);
  }
}
