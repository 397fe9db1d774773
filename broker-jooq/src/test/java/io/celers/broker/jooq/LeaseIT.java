package io.celers.broker.jooq;

import static io.celers.broker.generated.Routines.celersClock;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leases that end, deliveries that are used up, and tasks that expire before they are delivered.
 */
class LeaseIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final byte[] BYTES = {0, 1, -1, 0, 'x'};
  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(BYTES);

  @Test
  void taskIsDeliveredAgainWhenItsLeaseEnds() {
    db.broker().enqueue(TASK);
    Delivery first = db.broker().queue("default").dequeue().orElseThrow();

    db.clock().advance(LEASE.minusSeconds(5));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.clock().advance(Duration.ofSeconds(5));
    Delivery second = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.receipt()).isNotEqualTo(first.receipt());
    assertThat(second.deliveries()).isEqualTo(2);
    assertThat(second.retryCount()).isEqualTo(1);
    assertThat(second.payload()).isEqualTo(BYTES);
  }

  @Test
  void leaseInALongTransactionCountsFromTheClaim() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    OffsetDateTime claimedAt;
    try (Session session = Session.inTransactions(db)) {
      session.dsl().fetch("select now()");
      Awaitility.await()
          .until(
              () ->
                  (boolean)
                      session
                          .dsl()
                          .fetchValue("select clock_timestamp() > now() + interval '100 ms'"));
      claimedAt = db.dsl().select(celersClock()).fetchSingle().value1();
      assertThat(session.broker().queue("default").lease(LEASE).dequeue()).isPresent();
      session.commit();
    }

    assertThat(db.task(id).getVisibleAt()).isAfterOrEqualTo(claimedAt.plus(LEASE));
  }

  @Test
  void leaseOfASourceIsItsOwn() {
    db.broker().enqueueAll(Collections.nCopies(2, TASK));
    Delivery shortly =
        db.broker().queue("default").lease(Duration.ofSeconds(30)).dequeue().orElseThrow();
    assertThat(db.broker().queue("default").dequeue()).isPresent();

    db.clock().advance(Duration.ofSeconds(30));

    assertThat(db.broker().queue("default").dequeue(10))
        .extracting(Delivery::id)
        .containsExactly(shortly.id());
  }

  @Test
  void leaseOfABrokerIsTheDefaultOfItsSources() {
    db.broker().enqueue(TASK);
    JooqBroker broker = JooqBroker.builder(db.dsl()).lease(Duration.ofHours(3)).build();
    assertThat(broker.queue("default").dequeue()).isPresent();

    db.clock().advance(Duration.ofMinutes(179));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.clock().advance(Duration.ofMinutes(1));

    assertThat(db.broker().queue("default").dequeue()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void workerThatDiesEveryTimeGetsTheTaskOnceMoreThanItsRetries(int maxRetries) {
    UUID id =
        db.broker().enqueue(TASK.maxRetries(maxRetries).priority(7).header("a", "b").tag("t")).id();
    CelersTasksRecord before = db.task(id);

    for (int delivery = 1; delivery <= maxRetries + 1; delivery++) {
      Delivery held = db.broker().queue("default").dequeue().orElseThrow();
      assertThat(held.deliveries()).isEqualTo(delivery);
      assertThat(held.isLast()).isEqualTo(delivery == maxRetries + 1);
      db.clock().advance(LEASE);
    }

    assertThat(db.broker().queue("default").dequeue(10)).isEmpty();
    assertThat(db.tasks()).isZero();
    DeadLetter dead = db.broker().deadLetters().find(id).orElseThrow();
    assertThat(dead.cause()).isEqualTo(DeadLetter.Cause.LEASE_EXPIRED);
    assertThat(dead.payload()).isEqualTo(BYTES);
    assertThat(dead.deliveries()).isEqualTo(maxRetries + 1);
    assertThat(dead.maxRetries()).isEqualTo(maxRetries);
    assertThat(dead.priority()).isEqualTo(7);
    assertThat(dead.headers()).containsExactly(Map.entry("a", "b"));
    assertThat(dead.tags()).containsExactly("t");
    assertThat(dead.createdAt()).isEqualTo(before.getCreatedAt().toInstant());
    assertThat(dead.error()).isEmpty();
  }

  @Test
  void lastHolderMayStillAckWhileNobodyHasLooked() {
    UUID id = db.broker().enqueue(TASK.maxRetries(0)).id();
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();

    db.clock().advance(Duration.ofDays(1));

    assertThat(db.broker().ack(held))
        .isEqualTo(new Settlement.Settled(id, Settlement.Fate.COMPLETED));
  }

  @Test
  void lastHolderIsToldWhenTheTaskHasDied() {
    UUID id = db.broker().enqueue(TASK.maxRetries(0)).id();
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();
    db.clock().advance(LEASE);
    db.broker().queue("default").dequeue();

    assertThat(db.broker().ack(held)).isEqualTo(new NotHeld.LeaseLost(id));
  }

  @Test
  void expiredTaskIsCancelledAndNeverDelivered() {
    UUID id = db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(1))).id();

    db.clock().advance(Duration.ofMinutes(1));

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    CelersTasksRecord row = db.task(id);
    assertThat(row.getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(row.getCancelReason()).isEqualTo("expired before it was delivered");
    assertThat(row.getCompletedAt()).isNotNull();
    assertThat(row.getDeliveries()).isZero();
  }

  @Test
  void taskIsDeliveredUntilItsExpiry() {
    db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(2)));

    db.clock().advance(Duration.ofMinutes(1));

    assertThat(db.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void taskWhoseExpiryHasPassedAtItsEnqueueIsNeverDelivered() {
    UUID id =
        db.broker().enqueue(TASK.expiresAt(db.clock().now().toInstant().minusSeconds(60))).id();

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.cancelled);
  }

  @Test
  void expiryDuringTheLeaseDoesNotTouchTheHolder() {
    UUID id = db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(1))).id();
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();

    db.clock().advance(Duration.ofMinutes(2));

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    assertThat(db.broker().ack(held))
        .isEqualTo(new Settlement.Settled(id, Settlement.Fate.COMPLETED));
  }

  @Test
  void expiredTaskWhoseLeaseEndedIsCancelled() {
    UUID id = db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(1))).id();
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();

    db.clock().advance(LEASE);
    assertThat(db.broker().queue("default").dequeue()).isEmpty();

    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(db.broker().ack(held)).isEqualTo(new NotHeld.Cancelled(id));
  }

  @Test
  void batchIsFilledUpBehindThousandsOfExpiredTasks() {
    db.broker()
        .enqueueAll(
            Collections.nCopies(3_000, TASK.priority(9).expiresAfter(Duration.ofMinutes(1))));
    db.broker().enqueueAll(Collections.nCopies(20, TASK));
    db.clock().advance(Duration.ofMinutes(1));

    List<Delivery> deliveries = db.broker().queue("default").dequeue(10);

    assertThat(deliveries).hasSize(10).allMatch(delivery -> delivery.priority() == 4);
    assertThat(db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.cancelled)))
        .isEqualTo(3_000);
    assertThat(db.broker().queue("default").dequeue(100)).hasSize(10);
  }

  @Test
  void batchIsFilledUpAroundWornOutTasks() {
    db.broker().enqueueAll(Collections.nCopies(10, TASK.maxRetries(0).priority(9)));
    db.broker().queue("default").dequeue(10);
    db.broker().enqueueAll(Collections.nCopies(5, TASK.priority(9)));
    db.broker().enqueueAll(Collections.nCopies(5, TASK.priority(1)));
    db.clock().advance(LEASE);

    List<Delivery> deliveries = db.broker().queue("default").dequeue(8);

    assertThat(deliveries).extracting(Delivery::priority).containsExactly(9, 9, 9, 9, 9, 1, 1, 1);
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isEqualTo(10);
    assertThat(db.broker().queue("default").dequeue(8)).hasSize(2);
  }

  @Test
  void wornOutAndExpiredTaskDies() {
    UUID id = db.broker().enqueue(TASK.maxRetries(0).expiresAfter(Duration.ofMinutes(1))).id();
    assertThat(db.broker().queue("default").dequeue()).isPresent();

    db.clock().advance(LEASE);
    db.broker().queue("default").dequeue();

    assertThat(db.broker().deadLetters().find(id)).isPresent();
    assertThat(db.tasks()).isZero();
  }
}
