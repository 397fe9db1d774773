package io.celers.broker.jooq.internal.claim;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Claims from queues in the order of their names, one statement each. */
public final class JooqTaskSource implements TaskSource {

  private static final String VERB = "dequeue";

  /** Due rows that a claim looks at after it met one that it had to settle. */
  private static final int WIDE_SCAN = 1_000;

  /** So one call settles some ten thousand tasks at most before it answers. */
  private static final int MAX_ROUNDS = 10;

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
        deliveries.addAll(dequeue(queue, max - deliveries.size()));
      }
    }
    return deliveries;
  }

  /**
   * Goes on while the claim met rows that it had to settle instead, to fill the batch up: with a
   * wider look, since there may be many in a row, and not for ever. In a transaction the look stays
   * narrow: rows that are looked at and not taken would stay locked until its end.
   */
  private List<Delivery> dequeue(String queue, int max) {
    List<Delivery> deliveries = new ArrayList<>();
    int scan = max;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Claim claim =
          new Claim(
              UUID.randomUUID(), workerId, Times.micros(lease), scan, max - deliveries.size());
      ClaimTasks.Claimed claimed =
          database.run(VERB, db -> ClaimTasks.execute(db, queue, Lanes.full(), claim));
      measurements.claimed(database, claimed.deliveries());
      deliveries.addAll(claimed.deliveries());
      if (claimed.undeliverable() == 0 || deliveries.size() == max) {
        break;
      }
      if (database.isAutocommit(VERB)) {
        scan = Math.max(max, WIDE_SCAN);
      }
    }
    return deliveries;
  }

  @Override
  public JooqTaskSource lease(Duration lease) {
    return new JooqTaskSource(database, measurements, queues, workerId, lease);
  }
}
