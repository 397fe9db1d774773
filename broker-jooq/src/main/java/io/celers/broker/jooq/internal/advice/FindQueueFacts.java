package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.Routines.celersBefore;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_WORKERS;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.celers.broker.jooq.internal.sql.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Table;

/** Reads what the rules need of queues, from small tables and a bounded stretch of tasks. */
final class FindQueueFacts {

  /** A worker writes its heartbeat every five seconds: after a minute it is gone. */
  private static final Duration ALIVE = Duration.ofMinutes(1);

  /** Tasks whose payloads are measured: a mean of more would hardly be another. */
  private static final int MEASURED = 1_000;

  private FindQueueFacts() {}

  static QueueFacts execute(DSLContext db) {
    return new QueueFacts(limits(db), concurrency(db), payloads(db));
  }

  private static Map<String, Long> limits(DSLContext db) {
    return db.select(CELERS_QUEUES.QUEUE, CELERS_QUEUES.MAX_LENGTH)
        .from(CELERS_QUEUES)
        .where(CELERS_QUEUES.MAX_LENGTH.isNotNull())
        .fetchMap(CELERS_QUEUES.QUEUE, CELERS_QUEUES.MAX_LENGTH);
  }

  private static Map<String, Long> concurrency(DSLContext db) {
    Map<String, Long> concurrency = new TreeMap<>();
    db.select(CELERS_WORKERS.QUEUES, CELERS_WORKERS.CONCURRENCY)
        .from(CELERS_WORKERS)
        .where(CELERS_WORKERS.HEARTBEAT_AT.gt(celersBefore(val(Times.micros(ALIVE)))))
        .forEach(
            worker ->
                Arrays.stream(worker.value1())
                    .forEach(queue -> concurrency.merge(queue, (long) worker.value2(), Long::sum)));
    return concurrency;
  }

  /** How many tasks the workers of this name may work on at once; zero if none is registered. */
  static int concurrencyOf(DSLContext db, String worker) {
    return db
        .select(CELERS_WORKERS.CONCURRENCY)
        .from(CELERS_WORKERS)
        .where(CELERS_WORKERS.NAME.eq(worker))
        .and(CELERS_WORKERS.HEARTBEAT_AT.gt(celersBefore(val(Times.micros(ALIVE)))))
        .fetch(CELERS_WORKERS.CONCURRENCY)
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  // The end of the primary key, as monitoring reads it. A length needs no look at the bytes.
  private static Map<String, Long> payloads(DSLContext db) {
    Field<Integer> length = octetLength(CELERS_TASKS.PAYLOAD.coerce(String.class)).as("length");
    Table<Record2<String, Integer>> newest =
        select(CELERS_TASKS.QUEUE, length)
            .from(CELERS_TASKS)
            .orderBy(CELERS_TASKS.ID.desc())
            .limit(MEASURED)
            .asTable("newest");
    Field<String> queue = newest.field(CELERS_TASKS.QUEUE);
    Field<BigDecimal> mean = avg(newest.field(length));
    return db.select(queue, mean)
        .from(newest)
        .groupBy(queue)
        .fetchMap(queue, row -> row.get(mean).setScale(0, RoundingMode.HALF_UP).longValueExact());
  }
}
