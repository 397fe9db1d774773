package io.celers.broker.examples.benchmark.operations;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.task.NewTask;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jooq.CommonTableExpression;
import org.jooq.Field;

/** Fills the task table, set by set, with tasks that differ as those of an application do. */
final class TaskTable {

  /** Queues that the tasks are in. */
  static final List<String> QUEUES =
      List.of("mail", "invoices", "images", "exports", "search", "webhooks", "reports", "cleanup");

  /** Tag of one task in a thousand. */
  static final String RARE_TAG = "vip";

  /** Who worked on the finished tasks. */
  static final String WORKER = "worker-3";

  private static final int CHUNK = 50_000;
  private static final int NAMES = 20;
  private static final int WORKERS = 16;
  private static final int PAYLOAD_BYTES = 100;

  /** Different for each task, because each payload is. */
  private static final Field<Long> LAST_DIGITS = abs(CELERS_TASKS.CONTENT_HASH.mod(inline(100)));

  private final BrokerDatabase database;

  TaskTable(BrokerDatabase database) {
    this.database = database;
  }

  /** Adds tasks that wait: most are due, every fourth tomorrow. */
  void addPending(long count) {
    inChunks(count, () -> {});
  }

  /** Adds tasks that are finished: of a hundred 96 completed, two failed and two cancelled. */
  void addFinished(long count) {
    inChunks(count, this::finish);
  }

  /** Adds dead letters. */
  void addDeadLetters(long count) {
    inChunks(count, this::bury);
  }

  /** Tells the planner, and clears away what filling has left behind. */
  void tidy() {
    database.broker().maintenance().vacuum();
    database.broker().maintenance().analyze();
  }

  private void inChunks(long count, Runnable afterwards) {
    for (long done = 0; done < count; done += CHUNK) {
      long end = Math.min(count, done + CHUNK);
      database.broker().enqueueBulk(LongStream.range(done, end).mapToObj(TaskTable::task));
      afterwards.run();
    }
  }

  private static NewTask<byte[]> task(long number) {
    NewTask<byte[]> task =
        NewTask.ofBytes("task-" + number % NAMES, payload(number))
            .queue(QUEUES.get((int) (number / NAMES % QUEUES.size())))
            .priority((int) (number % 10))
            .header("customer", Long.toString(number % 10_000))
            .tag("region-" + number % 5);
    if (number % 1_000 == 0) {
      task = task.tag(RARE_TAG);
    }
    return number % 4 == 0 ? task.after(Duration.ofDays(1)) : task;
  }

  private static byte[] payload(long number) {
    return ByteBuffer.allocate(PAYLOAD_BYTES).putLong(number).array();
  }

  // All that wait were enqueued just now. Only ever a chunk: through the claim index.
  private void finish() {
    Field<CelersTaskState> state =
        when(LAST_DIGITS.lt(96L), inline(CelersTaskState.completed))
            .when(LAST_DIGITS.lt(98L), inline(CelersTaskState.failed))
            .otherwise(inline(CelersTaskState.cancelled));
    database
        .db()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.STATE, state)
        .set(CELERS_TASKS.STARTED_AT, celersNow())
        .set(CELERS_TASKS.COMPLETED_AT, celersNow())
        .set(CELERS_TASKS.DELIVERIES, inline(1))
        .set(
            CELERS_TASKS.WORKER_ID,
            inline("worker-").concat(LAST_DIGITS.mod(inline(WORKERS)).cast(String.class)))
        .set(
            CELERS_TASKS.ERROR_MESSAGE,
            when(LAST_DIGITS.between(96L, 97L), inline("connection refused by mail server")))
        .where(CELERS_TASKS.STATE.eq(inline(CelersTaskState.pending)))
        .execute();
  }

  private void bury() {
    CommonTableExpression<CelersTasksRecord> removed =
        name("removed")
            .as(
                deleteFrom(CELERS_TASKS)
                    .where(CELERS_TASKS.STATE.eq(inline(CelersTaskState.pending)))
                    .returning());
    List<Field<?>> columns = new ArrayList<>();
    List<Field<?>> values = new ArrayList<>();
    for (Field<?> column : CELERS_DEAD_LETTER_QUEUE.fields()) {
      Field<?> value = removed.field(column.getName());
      if (value != null && !column.equals(CELERS_DEAD_LETTER_QUEUE.ERROR_MESSAGE)) {
        columns.add(column);
        values.add(value);
      }
    }
    columns.add(CELERS_DEAD_LETTER_QUEUE.ERROR_MESSAGE);
    values.add(inline("connection refused by mail server"));
    columns.add(CELERS_DEAD_LETTER_QUEUE.CAUSE);
    values.add(inline("rejected"));
    database
        .db()
        .with(removed)
        .insertInto(CELERS_DEAD_LETTER_QUEUE, columns)
        .select(select(values).from(removed))
        .execute();
  }
}
