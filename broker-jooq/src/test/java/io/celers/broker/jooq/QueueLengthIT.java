package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.celers.broker.TaskQueue;
import io.celers.broker.error.QueueFullException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueLengthIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("mail").queue("mail").with(new byte[0]);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void fullQueueRefusesWithItsNameAndLength() {
    limit(2);
    db.broker().enqueueAll(List.of(TASK, TASK));

    assertThatExceptionOfType(QueueFullException.class)
        .isThrownBy(() -> db.broker().enqueue(TASK))
        .satisfies(
            full -> {
              assertThat(full.queue()).isEqualTo("mail");
              assertThat(full.maxLength()).isEqualTo(2);
            })
        .withMessageContaining("queue mail");
    db.broker().enqueue(TASK.queue("other"));
    assertThat(length()).isEqualTo(2);
  }

  @Test
  void callersTransactionGoesOnAfterARefusal() {
    limit(1);

    db.dsl()
        .transaction(
            tx -> {
              var broker = db.broker().using(tx);
              broker.enqueue(TASK);
              assertThatThrownBy(() -> broker.enqueue(TASK)).isInstanceOf(QueueFullException.class);
              assertThatThrownBy(() -> broker.enqueue(TASK.idempotencyKey("k")))
                  .isInstanceOf(QueueFullException.class);
              assertThatThrownBy(() -> broker.enqueueBulk(Stream.of(TASK)))
                  .isInstanceOf(QueueFullException.class);
              broker.enqueue(TASK.queue("other"));
            });

    assertThat(length()).isEqualTo(1);
    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void groupsAreRefusedAsAWhole() {
    limit(2);

    assertThatThrownBy(() -> db.broker().enqueueAll(List.of(TASK, TASK, TASK)))
        .isInstanceOf(QueueFullException.class);
    assertThatThrownBy(() -> db.broker().enqueueAll(List.of(TASK.queue("other"), TASK, TASK, TASK)))
        .isInstanceOf(QueueFullException.class);

    assertThat(db.tasks()).isZero();
  }

  @Test
  void bulkIsRefusedAsAWholeHoweverLongItIs() {
    limit(1_500);

    assertThatThrownBy(() -> db.broker().enqueueBulk(Stream.generate(() -> TASK).limit(1_501)))
        .isInstanceOf(QueueFullException.class);
    assertThat(db.tasks()).isZero();

    await()
        .atMost(PATIENCE)
        .ignoreException(QueueFullException.class)
        .until(() -> db.broker().enqueueBulk(Stream.generate(() -> TASK).limit(1_500)) == 1_500);
    assertThat(length()).isEqualTo(1_500);
  }

  @Test
  void bulkTakesQueuesThatComeUpLaterForEmpty() {
    limit(1);
    Stream<NewTask<byte[]>> others = Stream.generate(() -> TASK.queue("other")).limit(1_000);

    assertThatThrownBy(() -> db.broker().enqueueBulk(Stream.concat(others, Stream.of(TASK, TASK))))
        .isInstanceOf(QueueFullException.class);

    assertThat(db.tasks()).isZero();
  }

  @Test
  void thereIsRoomAgainWithinASecondOfASettlement() {
    limit(1);
    db.broker().enqueue(TASK);
    assertThatThrownBy(() -> db.broker().enqueue(TASK)).isInstanceOf(QueueFullException.class);

    db.broker().ack(mail().dequeue().orElseThrow());

    await()
        .atMost(PATIENCE)
        .ignoreException(QueueFullException.class)
        .until(() -> db.broker().enqueue(TASK) instanceof Enqueued.Created);
  }

  @Test
  void taskThatIsProcessedCounts() {
    limit(1);
    db.broker().enqueue(TASK);
    assertThat(mail().dequeue()).isPresent();
    JooqBroker elsewhere = JooqBroker.on(db.dsl());

    assertThatThrownBy(() -> elsewhere.enqueue(TASK)).isInstanceOf(QueueFullException.class);
  }

  @Test
  void maximumOfZeroRefusesAll() {
    limit(0);

    assertThatThrownBy(() -> db.broker().enqueue(TASK)).isInstanceOf(QueueFullException.class);
  }

  @Test
  void limitThatIsTakenAwayRefusesNothing() {
    limit(0);
    assertThatThrownBy(() -> db.broker().enqueue(TASK)).isInstanceOf(QueueFullException.class);

    mail().configure(QueueSettings.none());

    db.broker().enqueue(TASK);
    assertThat(length()).isEqualTo(1);
  }

  @Test
  void queueWithoutALimitCostsNoStatement() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    int statements =
        counter.during(
            () -> {
              broker.enqueue(TASK);
              broker.enqueueAll(Collections.nCopies(100, TASK));
            });

    assertThat(statements).isEqualTo(2);
  }

  private static void limit(int maxLength) {
    mail().configure(QueueSettings.none().withMaxLength(maxLength));
  }

  private static TaskQueue mail() {
    return db.broker().queue("mail");
  }

  private static int length() {
    return db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.QUEUE.eq("mail"));
  }
}
