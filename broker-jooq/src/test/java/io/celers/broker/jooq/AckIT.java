package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ack and ackAll of deliveries that are held. */
class AckIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void ackCompletesTheTask() {
    UUID id = db.broker().enqueue(TASK).id();
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    Settlement settlement = db.broker().ack(delivery);

    assertThat(settlement).isEqualTo(new Settlement.Settled(id, Fate.COMPLETED));
    CelersTasksRecord row = db.task(id);
    assertThat(row.getState()).isEqualTo(CelersTaskState.completed);
    assertThat(row.getCompletedAt()).isNotNull();
    assertThat(row.getReceipt()).isNull();
    assertThat(row.getSettledReceipt()).isEqualTo(delivery.receipt());
  }

  @Test
  void completedTaskIsNeverDeliveredAgain() {
    db.broker().enqueue(TASK);
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());

    db.clock().advance(Duration.ofDays(1_000));

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
  }

  @Test
  void groupOfAnySizeIsOneStatement() {
    db.broker().enqueueAll(Collections.nCopies(1_102, TASK));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    // Looks at the settings of the queues, as one ack in ten seconds does.
    broker.ack(broker.queue("default").dequeue().orElseThrow());
    List<Delivery> one = broker.queue("default").dequeue(1);
    List<Delivery> hundred = broker.queue("default").dequeue(100);
    List<Delivery> thousand = broker.queue("default").dequeue(1_000);

    assertThat(counter.during(() -> broker.ack(one.get(0)))).isEqualTo(1);
    assertThat(counter.during(() -> broker.ackAll(hundred))).isEqualTo(1);
    assertThat(counter.during(() -> broker.ackAll(thousand))).isEqualTo(1);
    assertThat(counter.during(() -> broker.ackAll(List.of()))).isZero();

    assertThat(db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed)))
        .isEqualTo(1_102);
  }

  @Test
  void staleOnesCostOneStatementMore() {
    db.broker().enqueueAll(Collections.nCopies(10, TASK));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<Delivery> deliveries = broker.queue("default").dequeue(10);
    broker.ackAll(deliveries.subList(0, 5));

    assertThat(counter.during(() -> broker.ackAll(deliveries))).isEqualTo(2);
  }

  @Test
  void outcomesAreInTheOrderGiven() {
    db.broker().enqueueAll(Collections.nCopies(50, TASK));
    List<Delivery> deliveries = new ArrayList<>(db.broker().queue("default").dequeue(50));
    db.broker().ackAll(deliveries.subList(0, 20));
    Collections.shuffle(deliveries);

    List<Settlement> outcomes = db.broker().ackAll(deliveries);

    assertThat(outcomes)
        .extracting(Settlement::id)
        .containsExactlyElementsOf(deliveries.stream().map(Delivery::id).toList());
    assertThat(outcomes).filteredOn(NotHeld.AlreadySettled.class::isInstance).hasSize(20);
    assertThat(outcomes).filteredOn(Settlement.Settled.class::isInstance).hasSize(30);
  }

  @Test
  void sameDeliveryTwiceInOneCallIsSettledOnce() {
    UUID id = db.broker().enqueue(TASK).id();
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    List<Settlement> outcomes = db.broker().ackAll(List.of(delivery, delivery));

    assertThat(outcomes)
        .containsExactly(
            new Settlement.Settled(id, Fate.COMPLETED), new Settlement.Settled(id, Fate.COMPLETED));
    assertThat(db.task(id).getDeliveries()).isEqualTo(1);
  }

  @Test
  void ofTwoReceiptsOfOneTaskOnlyTheCurrentOneCounts() {
    UUID id = db.broker().enqueue(TASK).id();
    Delivery stale = db.broker().queue("default").dequeue().orElseThrow();
    db.clock().advance(Duration.ofMinutes(5));
    Delivery current = db.broker().queue("default").dequeue().orElseThrow();

    List<Settlement> outcomes = db.broker().ackAll(List.of(stale, current, stale));

    assertThat(outcomes)
        .containsExactly(
            new NotHeld.LeaseLost(id),
            new Settlement.Settled(id, Fate.COMPLETED),
            new NotHeld.LeaseLost(id));
    assertThat(db.task(id).getSettledReceipt()).isEqualTo(current.receipt());
  }

  @Test
  void tasksOfSeveralQueuesAndClaimsMayBeAckedTogether() {
    for (int i = 0; i < 6; i++) {
      db.broker().enqueue(TASK.queue("queue " + i % 3));
    }
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      deliveries.add(db.broker().queue("queue " + i % 3).dequeue().orElseThrow());
    }

    assertThat(db.broker().ackAll(deliveries))
        .hasSize(6)
        .allMatch(Settlement.Settled.class::isInstance);
  }
}
