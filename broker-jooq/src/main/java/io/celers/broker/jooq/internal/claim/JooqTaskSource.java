package io.celers.broker.jooq.internal.claim;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Claims from queues in the order of their names, one statement each. */
public final class JooqTaskSource implements TaskSource {

  private final Database database;
  private final Measurements measurements;
  private final List<String> queues;
  private final String workerId;
  private final Duration lease;

  /** Claims on this connection, for this worker, with this lease. */
  public JooqTaskSource(
      Database database,
      Measurements measurements,
      List<String> queues,
      String workerId,
      Duration lease) {
    this.database = database;
    this.measurements = measurements;
    this.queues = queues.stream().map(queue -> Limits.requireName("queue", queue)).toList();
    this.workerId = workerId;
    this.lease = Limits.requirePositive("lease", lease);
  }

  @Override
  public Optional<Delivery> dequeue() {
    return dequeue(1).stream().findFirst();
  }

  @Override
  public List<Delivery> dequeue(int max) {
    Limits.requireInRange("max", max, 1, MAX_BATCH);
    List<Delivery> deliveries = new ArrayList<>();
    for (String queue : queues) {
      if (deliveries.size() < max) {
        deliveries.addAll(
            QueueClaims.of(database, measurements, queue, workerId, lease)
                .claim(max - deliveries.size()));
      }
    }
    return deliveries;
  }

  @Override
  public JooqTaskSource lease(Duration lease) {
    return new JooqTaskSource(database, measurements, queues, workerId, lease);
  }
}
