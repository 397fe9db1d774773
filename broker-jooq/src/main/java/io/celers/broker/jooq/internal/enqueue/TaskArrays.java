package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Tables.CELERS_TASK_ROWS;

import io.celers.broker.generated.tables.CelersTaskRows;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.JSONB;

/** Rows turned by a quarter: one array for each column, so that any number is one statement. */
final class TaskArrays {

  private TaskArrays() {}

  static CelersTaskRows of(List<TaskRow> rows) {
    return CELERS_TASK_ROWS.call(
        column(rows, TaskRow::id, UUID[]::new),
        column(rows, TaskRow::queue, String[]::new),
        column(rows, TaskRow::name, String[]::new),
        column(rows, TaskRow::version, Integer[]::new),
        column(rows, TaskRow::codec, String[]::new),
        column(rows, TaskRow::payload, byte[][]::new),
        column(rows, TaskRow::contentHash, Long[]::new),
        column(rows, TaskRow::priority, Short[]::new),
        column(rows, TaskRow::maxRetries, Integer[]::new),
        column(rows, TaskRow::retryPolicy, String[]::new),
        column(rows, TaskRow::delayMicros, Long[]::new),
        column(rows, TaskRow::dueAt, OffsetDateTime[]::new),
        column(rows, TaskRow::ttlMicros, Long[]::new),
        column(rows, TaskRow::expiry, OffsetDateTime[]::new),
        column(rows, TaskRow::metadata, JSONB[]::new),
        column(rows, TaskRow::idempotencyKey, String[]::new),
        column(rows, TaskRow::idempotencyTtlMicros, Long[]::new));
  }

  private static <T> T[] column(
      List<TaskRow> rows, Function<TaskRow, ? extends T> value, IntFunction<T[]> array) {
    T[] column = array.apply(rows.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }
}
