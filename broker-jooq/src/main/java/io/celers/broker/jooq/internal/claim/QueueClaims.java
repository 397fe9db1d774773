package io.celers.broker.jooq.internal.claim;

import static io.celers.broker.generated.Routines.celersNow;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims from one queue, and fills the batch up around tasks that had to be settled instead. */
public final class QueueClaims {

  private static final Logger LOG = LoggerFactory.getLogger(QueueClaims.class);
  private static final String VERB = "dequeue";

  /** Due rows that a claim looks at after it met one that it had to settle. */
  private static final int WIDE_SCAN = 1_000;

  /** So one call settles some ten thousand tasks at most before it answers. */
  private static final int MAX_ROUNDS = 10;

  private final Database database;
  private final Measurements measurements;
  private final String queue;
  private final String workerId;
  private final Duration lease;
  private final String @Nullable [] names;

  private QueueClaims(
      Database database,
      Measurements measurements,
      String queue,
      String workerId,
      Duration lease,
      String @Nullable [] names) {
    this.database = database;
    this.measurements = measurements;
    this.queue = queue;
    this.workerId = workerId;
    this.lease = lease;
    this.names = names;
  }

  /** Claims tasks of any name. */
  static QueueClaims of(
      Database database, Measurements measurements, String queue, String workerId, Duration lease) {
    return new QueueClaims(database, measurements, queue, workerId, lease, null);
  }

  /**
   * Claims tasks of these names and leaves the others alone, on connections in autocommit mode. The
   * claim does not wait for the disk: what a crash of the server undoes is claimed again.
   */
  public static QueueClaims of(
      Database database,
      Measurements measurements,
      String queue,
      String workerId,
      Duration lease,
      Collection<String> names) {
    return new QueueClaims(
        database, measurements, queue, workerId, lease, names.toArray(String[]::new));
  }

  /** All lanes in full, as {@link io.celers.broker.TaskSource#dequeue(int)}. */
  List<Delivery> claim(int max) {
    return claim(max, Lanes.full(), Receipts.RANDOM);
  }

  /** What is held under this receipt. */
  List<Delivery> claimedUnder(UUID receipt) {
    return database.run(VERB, db -> FindClaimed.execute(db, queue, receipt, lease));
  }

  /** What time it is for a claim. */
  Instant now() {
    return database.run(VERB, db -> db.select(celersNow()).fetchSingle().value1()).toInstant();
  }

  /**
   * Goes on while the claim met rows that it had to settle instead, to fill the batch up: with a
   * wider look, since there may be many in a row, and not for ever. In a transaction the look stays
   * narrow: rows that are looked at and not taken would stay locked until its end.
   *
   * <p>What is claimed and committed is answered even if a later round fails.
   *
   * @param receipts told of each round whose reply was lost
   */
  List<Delivery> claim(int max, Lanes lanes, Receipts receipts) {
    List<Delivery> deliveries = new ArrayList<>();
    int scan = max;
    boolean isAutocommit = true;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Claim claim =
          new Claim(
              receipts.make(), workerId, Times.micros(lease), scan, max - deliveries.size(), names);
      try {
        ClaimTasks.Claimed claimed =
            database.run(VERB, db -> ClaimTasks.execute(db, queue, lanes, claim));
        deliveries.addAll(claimed.deliveries());
        measurements.claimed(database, claimed.deliveries());
        if (claimed.undeliverable() == 0 || deliveries.size() == max) {
          break;
        }
        isAutocommit = database.isAutocommit(VERB);
        scan = isAutocommit ? Math.max(max, WIDE_SCAN) : max;
      } catch (RuntimeException e) {
        if (e instanceof ConnectionLostException) {
          receipts.unheard(claim.receipt());
        }
        if (deliveries.isEmpty() || !isAutocommit) {
          throw e;
        }
        LOG.debug("the batch is not filled up", e);
        break;
      }
    }
    return deliveries;
  }
}
