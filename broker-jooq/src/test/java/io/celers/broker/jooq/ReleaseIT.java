package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.Limits;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A delivery that is given back without a penalty. */
class ReleaseIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void releasedTaskIsPendingAsIfItHadNotBeenDelivered() {
    Delivery delivery = claimed(TASK.maxRetries(0));

    Settlement settlement = db.broker().release(delivery);

    assertThat(settlement)
        .isEqualTo(new Settlement.Settled(delivery.id(), Settlement.Fate.RELEASED));
    CelersTasksRecord row = db.task(delivery.id());
    assertThat(row.getState()).isEqualTo(CelersTaskState.pending);
    assertThat(row.getDeliveries()).isZero();
    assertThat(row.getReceipt()).isNull();
    assertThat(row.getErrorMessage()).isNull();
    Delivery again = db.broker().queue("default").dequeue().orElseThrow();
    assertThat(again.deliveries()).isOne();
    assertThat(again.isLast()).isTrue();
  }

  @Test
  void errorOfTheAttemptBeforeStays() {
    Delivery first = claimed(TASK);
    db.broker().reject(first, Rejection.retry("no ink").after(Duration.ZERO));
    db.broker().release(db.broker().queue("default").dequeue().orElseThrow());

    Delivery again = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(again.deliveries()).isEqualTo(2);
    assertThat(again.lastError()).contains("no ink");
  }

  @Test
  void nothingLandsBehindWhatAClaimerHasScanned() {
    Delivery delivery = claimed(TASK);
    db.clock().advance(Duration.ofMinutes(1));
    OffsetDateTime before = db.clock().now();

    db.broker().release(delivery);

    assertThat(db.task(delivery.id()).getVisibleAt()).isAfterOrEqualTo(before);
  }

  @Test
  void delayIsKept() {
    Delivery delivery = claimed(TASK);

    db.broker().release(delivery, Duration.ofMinutes(10));

    db.clock().advance(Duration.ofMinutes(9));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.clock().advance(Duration.ofMinutes(1));
    assertThat(db.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void receiptThatDoesNotHoldTheTaskReleasesNothing() {
    Delivery stale = claimed(TASK);
    db.clock().advance(Duration.ofHours(1));
    Delivery holder = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(db.broker().release(stale)).isEqualTo(new NotHeld.LeaseLost(stale.id()));

    assertThat(db.task(holder.id()).getReceipt()).isEqualTo(holder.receipt());
    assertThat(db.task(holder.id()).getDeliveries()).isEqualTo(2);
  }

  @Test
  void repeatedReleaseIsToldAsSuch() {
    Delivery delivery = claimed(TASK);
    db.broker().release(delivery);

    assertThat(db.broker().release(delivery)).isEqualTo(new NotHeld.AlreadySettled(delivery.id()));

    assertThat(db.task(delivery.id()).getDeliveries()).isZero();
  }

  @Test
  void manyAreOneStatementEachWithItsOwnDelay() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    broker.enqueueAll(Collections.nCopies(100, TASK));
    List<Delivery> deliveries = broker.queue("default").dequeue(100);
    Map<Delivery, Duration> delays = new LinkedHashMap<>();
    deliveries.forEach(delivery -> delays.put(delivery, Duration.ofMinutes(delays.size())));

    int statements = counter.during(() -> assertThat(broker.releaseAll(delays)).hasSize(100));

    assertThat(statements).isOne();
    db.clock().advance(Duration.ofMinutes(9));
    assertThat(broker.queue("default").dequeue(100)).hasSize(10);
  }

  @Test
  void outcomesAreInTheOrderGiven() {
    db.broker().enqueueAll(Collections.nCopies(3, TASK));
    List<Delivery> deliveries = db.broker().queue("default").dequeue(3);
    db.broker().ack(deliveries.get(1));

    List<Settlement> outcomes =
        db.broker().releaseAll(List.of(deliveries.get(2), deliveries.get(1), deliveries.get(2)));

    assertThat(outcomes)
        .containsExactly(
            new Settlement.Settled(deliveries.get(2).id(), Settlement.Fate.RELEASED),
            new NotHeld.AlreadySettled(deliveries.get(1).id()),
            new Settlement.Settled(deliveries.get(2).id(), Settlement.Fate.RELEASED));
  }

  @Test
  void delayOutOfRangeIsRefusedBeforeAnythingIsSent() {
    Delivery delivery = claimed(TASK);

    assertThatThrownBy(() -> db.broker().release(delivery, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> db.broker().release(delivery, Limits.LONGEST_DURATION.plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void holderMayCancelItsTask() {
    Delivery delivery = claimed(TASK);

    Settlement settlement = db.broker().reject(delivery, Rejection.cancel("order is gone"));

    assertThat(settlement)
        .isEqualTo(new Settlement.Settled(delivery.id(), Settlement.Fate.CANCELLED));
    CelersTasksRecord row = db.task(delivery.id());
    assertThat(row.getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(row.getCancelReason()).isEqualTo("order is gone");
    assertThat(row.getCompletedAt()).isNotNull();
    assertThat(row.getErrorMessage()).isNull();
    assertThat(db.broker().ack(delivery)).isEqualTo(new NotHeld.AlreadySettled(delivery.id()));
  }

  private static Delivery claimed(NewTask<?> task) {
    db.broker().enqueue(task);
    return db.broker().queue("default").dequeue().orElseThrow();
  }
}
