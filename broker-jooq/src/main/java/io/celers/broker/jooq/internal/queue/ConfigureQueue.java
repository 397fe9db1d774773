package io.celers.broker.jooq.internal.queue;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static org.jooq.impl.DSL.excluded;

import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.queue.QueueSettings;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Replaces the settings of a queue and leaves its pause alone. */
final class ConfigureQueue {

  private ConfigureQueue() {}

  static int execute(DSLContext db, String queue, QueueSettings settings) {
    return db.insertInto(CELERS_QUEUES)
        .set(CELERS_QUEUES.QUEUE, queue)
        .set(CELERS_QUEUES.RETENTION_MICROS, settings.retention().map(Times::micros).orElse(null))
        .set(CELERS_QUEUES.DEFAULT_PRIORITY, priority(settings.defaultPriority()))
        .set(CELERS_QUEUES.MAX_LENGTH, length(settings.maxLength()))
        .onConflict(CELERS_QUEUES.QUEUE)
        .doUpdate()
        .set(CELERS_QUEUES.RETENTION_MICROS, excluded(CELERS_QUEUES.RETENTION_MICROS))
        .set(CELERS_QUEUES.DEFAULT_PRIORITY, excluded(CELERS_QUEUES.DEFAULT_PRIORITY))
        .set(CELERS_QUEUES.MAX_LENGTH, excluded(CELERS_QUEUES.MAX_LENGTH))
        .set(CELERS_QUEUES.UPDATED_AT, celersNow())
        .execute();
  }

  private static @Nullable Short priority(OptionalInt value) {
    return value.isPresent() ? (short) value.getAsInt() : null;
  }

  private static @Nullable Long length(OptionalInt value) {
    return value.isPresent() ? (long) value.getAsInt() : null;
  }
}
