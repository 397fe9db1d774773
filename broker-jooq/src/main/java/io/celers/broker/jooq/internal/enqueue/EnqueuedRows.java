package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of one statement by name, for those who measure. */
final class EnqueuedRows {

  private final Map<String, Long> byName = new HashMap<>();
  private @Nullable UUID one;

  void add(TaskRow row) {
    byName.merge(row.name(), 1L, Long::sum);
    one = row.id();
  }

  /** The rows are in the table. */
  void tell(Measurements measurements, Database database) {
    if (one != null) {
      measurements.enqueued(database, one, byName);
    }
  }
}
