package io.celers.broker.jooq.internal.content;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** Looks up what is stored under ids that an enqueue found taken, wherever the task is by now. */
public final class FindContentHashes {

  private FindContentHashes() {}

  /** Content hashes of tasks, dead letters and archived tasks by their ids. */
  public static Map<UUID, Long> execute(DSLContext db, Collection<UUID> taken) {
    UUID[] ids = taken.toArray(UUID[]::new);
    return db.select(CELERS_TASKS.ID, CELERS_TASKS.CONTENT_HASH)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.ID.eq(any(ids)))
        .unionAll(
            select(CELERS_DEAD_LETTER_QUEUE.ID, CELERS_DEAD_LETTER_QUEUE.CONTENT_HASH)
                .from(CELERS_DEAD_LETTER_QUEUE)
                .where(CELERS_DEAD_LETTER_QUEUE.ID.eq(any(ids))))
        .unionAll(
            select(CELERS_TASK_ARCHIVE.ID, CELERS_TASK_ARCHIVE.CONTENT_HASH)
                .from(CELERS_TASK_ARCHIVE)
                .where(CELERS_TASK_ARCHIVE.ID.eq(any(ids))))
        .fetchMap(CELERS_TASKS.ID, CELERS_TASKS.CONTENT_HASH);
  }
}
