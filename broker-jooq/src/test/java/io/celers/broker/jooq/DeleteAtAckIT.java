package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.error.OutcomeUnknownException;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.LostReplies;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Acks in a queue that retains nothing. */
class DeleteAtAckIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final NewTask<byte[]> TASK = BLOB.with(new byte[] {1}).queue("brief");

  @BeforeEach
  void retainNothing() {
    db.broker().queue("brief").configure(QueueSettings.none().withRetention(Duration.ZERO));
  }

  @Test
  void ackDeletesTheTask() {
    db.broker().enqueue(TASK);
    Delivery delivery = db.broker().queue("brief").dequeue().orElseThrow();

    Settlement settlement = db.broker().ack(delivery);

    assertThat(settlement).isEqualTo(new Settlement.Settled(delivery.id(), Fate.COMPLETED));
    assertThat(db.tasks()).isZero();
    assertThat(db.broker().ack(delivery)).isEqualTo(new NotHeld.Gone(delivery.id()));
  }

  @Test
  void ackOfManyDeletesThoseThatAreHeld() {
    db.broker().enqueueAll(Collections.nCopies(10, TASK));
    List<Delivery> deliveries = db.broker().queue("brief").dequeue(10);
    db.broker().release(deliveries.get(0));

    List<Settlement> settlements = db.broker().ackAll(deliveries);

    assertThat(settlements).filteredOn(Settlement.Settled.class::isInstance).hasSize(9);
    assertThat(db.dsl().fetchValues(CELERS_TASKS.ID)).containsExactly(deliveries.get(0).id());
  }

  @Test
  void staleReceiptDeletesNothing() {
    db.broker().enqueue(TASK);
    Delivery stale = db.broker().queue("brief").dequeue().orElseThrow();
    db.clock().advance(Duration.ofDays(1));
    Delivery current = db.broker().queue("brief").dequeue().orElseThrow();

    assertThat(db.broker().ack(stale)).isEqualTo(new NotHeld.LeaseLost(stale.id()));
    assertThat(db.broker().ackAll(List.of(stale)))
        .containsExactly(new NotHeld.LeaseLost(stale.id()));

    assertThat(db.task(current.id()).getReceipt()).isEqualTo(current.receipt());
  }

  @Test
  void ackOfTwoQueuesAtOnceLeavesTheDeletionToMaintenance() {
    db.broker().enqueueAll(List.of(TASK, TASK.queue("long")));
    Delivery brief = db.broker().queue("brief").dequeue().orElseThrow();
    Delivery other = db.broker().queue("long").dequeue().orElseThrow();

    db.broker().ackAll(List.of(brief, other));

    assertThat(db.task(brief.id()).getState()).isEqualTo(CelersTaskState.completed);
    assertThat(db.task(other.id()).getState()).isEqualTo(CelersTaskState.completed);
  }

  @Test
  void taskWithAResultIsLeftToMaintenanceToo() {
    db.broker().enqueue(TASK);
    Delivery delivery = db.broker().queue("brief").dequeue().orElseThrow();

    db.broker().ackAll(Map.of(delivery, TaskResult.success(delivery)));

    assertThat(db.task(delivery.id()).getState()).isEqualTo(CelersTaskState.completed);
    assertThat(db.broker().results().find(delivery.id())).isPresent();
  }

  @Test
  void ackThatIsRolledBackLeavesTheTaskHeld() {
    db.broker().enqueue(TASK);
    Delivery delivery = db.broker().queue("brief").dequeue().orElseThrow();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          db.broker().using(tx).ack(delivery);
                          throw new IllegalStateException("rolled back");
                        }));

    assertThat(db.task(delivery.id()).getReceipt()).isEqualTo(delivery.receipt());
  }

  @Test
  void settingThatIsRolledBackDeletesNothing() {
    db.broker().queue("brief").configure(QueueSettings.none());
    db.broker().enqueueAll(List.of(TASK, TASK));
    List<Delivery> deliveries = db.broker().queue("brief").dequeue(2);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          Broker inside = db.broker().using(tx);
                          inside
                              .queue("brief")
                              .configure(QueueSettings.none().withRetention(Duration.ZERO));
                          inside.ack(deliveries.get(0));
                          throw new IllegalStateException("rolled back");
                        }));

    db.broker().ackAll(deliveries);

    assertThat(deliveries)
        .allSatisfy(
            delivery ->
                assertThat(db.task(delivery.id()).getState()).isEqualTo(CelersTaskState.completed));
  }

  @Test
  void workerLeavesNothingBehind() throws InterruptedException {
    db.broker().enqueueAll(Collections.nCopies(250, TASK));
    CountDownLatch handled = new CountDownLatch(250);

    try (var worker =
        db.broker()
            .worker()
            .queue("brief", 1)
            .handle(BLOB, (payload, task) -> handled.countDown())
            .start()) {
      assertThat(handled.await(1, TimeUnit.MINUTES)).isTrue();
      Awaitility.await().until(() -> db.tasks() == 0);
    }
  }

  @Test
  void enqueueWhoseReplyIsLostIsNotSentAgain() {
    JooqBroker losing = losingOneReply();

    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> losing.enqueue(TASK))
        .withMessageContaining("look before you repeat")
        .satisfies(unknown -> assertThat(unknown.ids()).hasSize(1));

    assertThat(db.tasks()).isOne();
  }

  @Test
  void keyOutlivesItsTaskSoTheEnqueueIsSentAgain() {
    Enqueued outcome = losingOneReply().enqueue(TASK.idempotencyKey("k"));

    assertThat(outcome).isInstanceOf(Enqueued.Created.class);
    assertThat(db.tasks()).isOne();
  }

  private static JooqBroker losingOneReply() {
    return JooqBroker.builder(LostReplies.afterStatement(db.dataSource(), "celers_tasks", 1))
        .build();
  }
}
