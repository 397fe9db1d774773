package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.Maintenance;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks whose holder is stuck become claimable although their leases run. */
class RecoverStuckIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONG_LEASE = Duration.ofDays(30);
  private static final Page TEN = Page.first(10);
  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("blob").with(new byte[] {1}).queue("q");

  @Test
  void taskOfAStuckHolderIsDeliveredAgain() {
    Delivery stuck = claim(TASK);
    db.clock().advance(HOUR);
    Delivery fresh = claim(TASK);

    Bulk step = maintenance().recoverStuck(HOUR, TEN);

    assertThat(step.changed()).isOne();
    assertThat(step.exhausted()).isTrue();
    Delivery again = db.broker().queue("q").dequeue().orElseThrow();
    assertThat(again.id()).isEqualTo(stuck.id());
    assertThat(again.deliveries()).isEqualTo(2);
    assertThat(db.broker().ack(stuck)).isEqualTo(new NotHeld.LeaseLost(stuck.id()));
    assertThat(db.broker().ack(again)).isInstanceOf(Settlement.Settled.class);
    assertThat(db.broker().ack(fresh)).isInstanceOf(Settlement.Settled.class);
  }

  @Test
  void holderThatIsAliveMaySettleUntilSomebodyElseClaims() {
    Delivery late = claim(TASK);
    db.clock().advance(HOUR);
    maintenance().recoverStuck(HOUR, TEN);

    assertThat(db.broker().ack(late)).isInstanceOf(Settlement.Settled.class);

    assertThat(db.broker().queue("q").dequeue()).isEmpty();
  }

  @Test
  void holderThatIsAliveTakesItBackByExtending() {
    Delivery late = claim(TASK);
    db.clock().advance(HOUR);
    maintenance().recoverStuck(HOUR, TEN);

    assertThat(db.broker().extend(late, HOUR)).isInstanceOf(Extension.Extended.class);

    assertThat(db.broker().queue("q").dequeue()).isEmpty();
  }

  @Test
  void lastDeliveryIsBuried() {
    Delivery last = claim(TASK.maxRetries(0));
    db.clock().advance(HOUR);

    Bulk step = maintenance().recoverStuck(HOUR, TEN);

    assertThat(step.changed()).isOne();
    assertThat(db.deadLetter(last.id()).getCause()).isEqualTo("lease_expired");
    assertThat(db.tasks()).isZero();
    assertThat(db.broker().ack(last)).isEqualTo(new NotHeld.LeaseLost(last.id()));
  }

  @Test
  void expiredTaskIsCancelled() {
    Delivery expired = claim(TASK.expiresAfter(Duration.ofMinutes(1)));
    db.clock().advance(HOUR);

    assertThat(maintenance().recoverStuck(HOUR, TEN).changed()).isOne();

    assertThat(db.task(expired.id()).getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(db.broker().ack(expired)).isEqualTo(new NotHeld.Cancelled(expired.id()));
  }

  @Test
  void endedLeaseNeedsNoRecovery() {
    db.broker().enqueue(TASK);
    assertThat(db.broker().queue("q").lease(Duration.ofMinutes(1)).dequeue()).isPresent();
    db.clock().advance(HOUR);

    assertThat(maintenance().recoverStuck(HOUR, TEN).changed()).isZero();

    assertThat(db.broker().queue("q").dequeue()).isPresent();
  }

  @Test
  void ageCountsFromTheLastClaim() {
    Delivery stuck = claim(TASK);
    db.clock().advance(HOUR);
    maintenance().recoverStuck(HOUR, TEN);
    assertThat(db.broker().queue("q").lease(LONG_LEASE).dequeue()).isPresent();

    db.clock().advance(HOUR.minusMinutes(1));
    assertThat(maintenance().recoverStuck(HOUR, TEN).changed()).isZero();
    db.clock().advance(Duration.ofMinutes(1));

    assertThat(maintenance().recoverStuck(HOUR, TEN).changed()).isOne();
    assertThat(db.task(stuck.id()).getDeliveries()).isEqualTo(2);
  }

  @Test
  void recoveredTaskIsDueNowAndNotBefore() {
    UUID id = claim(TASK).id();
    db.clock().advance(HOUR);
    var before = db.clock().now();

    maintenance().recoverStuck(HOUR, TEN);

    assertThat(db.task(id).getVisibleAt()).isAfterOrEqualTo(before);
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.processing);
  }

  @Test
  void stepsAreBoundedAndGoOn() {
    db.broker().enqueueBulk(Stream.generate(() -> TASK.queue("waiting")).limit(Page.EXAMINED));
    db.broker().enqueueAll(Collections.nCopies(25, TASK));
    assertThat(db.broker().queue("q").lease(LONG_LEASE).dequeue(25)).hasSize(25);
    db.clock().advance(HOUR);

    Bulk first = maintenance().recoverStuck(HOUR, TEN);
    long recovered = Bulk.all(page -> maintenance().recoverStuck(HOUR, page));

    assertThat(first.exhausted()).isFalse();
    assertThat(first.changed() + recovered).isEqualTo(25);
    assertThat(db.broker().queue("q").dequeue(100)).hasSize(25);
  }

  @Test
  void lockedTaskIsPassedOver() {
    List<Delivery> stuck = List.of(claim(TASK), claim(TASK));
    db.clock().advance(HOUR);

    Bulk step =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl()
                      .selectFrom(CELERS_TASKS)
                      .where(CELERS_TASKS.ID.eq(stuck.get(0).id()))
                      .forUpdate()
                      .fetch();
                  return maintenance().recoverStuck(HOUR, TEN);
                });

    assertThat(step.changed()).isOne();
    assertThat(db.broker().queue("q").dequeue(10))
        .extracting(Delivery::id)
        .containsExactly(stuck.get(1).id());
  }

  @Test
  void ageIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> maintenance().recoverStuck(Duration.ZERO, TEN))
        .withMessage("age must be above zero and at most PT87648H, was PT0S");
  }

  private static Maintenance maintenance() {
    return db.broker().maintenance();
  }

  private static Delivery claim(NewTask<byte[]> task) {
    db.broker().enqueue(task);
    return db.broker().queue("q").lease(LONG_LEASE).dequeue().orElseThrow();
  }
}
