package io.celers.broker.jooq.internal.queue;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;

import java.util.Map;
import org.jooq.DSLContext;

/** Reads the rules of all queues that have any: few rows, since people write them. */
final class FindQueueRules {

  private FindQueueRules() {}

  static Map<String, QueueRule> execute(DSLContext db) {
    return db.select(
            CELERS_QUEUES.QUEUE,
            CELERS_QUEUES.DEFAULT_PRIORITY,
            CELERS_QUEUES.MAX_LENGTH,
            CELERS_QUEUES.RETENTION_MICROS)
        .from(CELERS_QUEUES)
        .where(CELERS_QUEUES.DEFAULT_PRIORITY.isNotNull())
        .or(CELERS_QUEUES.MAX_LENGTH.isNotNull())
        .or(CELERS_QUEUES.RETENTION_MICROS.isNotNull())
        .fetchMap(
            CELERS_QUEUES.QUEUE, row -> new QueueRule(row.value2(), row.value3(), row.value4()));
  }
}
