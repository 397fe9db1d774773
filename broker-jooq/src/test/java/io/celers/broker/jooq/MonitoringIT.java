package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.Broker;
import io.celers.broker.Monitoring;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MonitoringIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");
  private static final TaskType<byte[]> BILL = TaskType.ofBytes("bill").queue("bill");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void figuresAreThoseOfCount() {
    fill();

    QueueReport exact = monitoring().queuesExact();

    QueueFigures mail = exact.find("mail").orElseThrow();
    assertThat(mail.pending())
        .isEqualTo(counted("mail", CelersTaskState.pending))
        .isEqualTo(Count.exactly(4));
    assertThat(mail.scheduled()).isEqualTo(Count.exactly(1));
    assertThat(mail.processing())
        .isEqualTo(counted("mail", CelersTaskState.processing))
        .isEqualTo(Count.exactly(2));
    assertThat(mail.lapsed()).isEqualTo(Count.exactly(1));
    assertThat(mail.completed())
        .isEqualTo(counted("mail", CelersTaskState.completed))
        .isEqualTo(Count.exactly(1));
    assertThat(mail.failed())
        .isEqualTo(counted("mail", CelersTaskState.failed))
        .isEqualTo(Count.exactly(1));
    assertThat(mail.cancelled())
        .isEqualTo(counted("mail", CelersTaskState.cancelled))
        .isEqualTo(Count.exactly(1));
    assertThat(mail.dead())
        .isEqualTo(Count.exactly(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)))
        .isEqualTo(Count.exactly(1));
    assertThat(exact.find("bill")).map(QueueFigures::pending).contains(Count.exactly(1));
    assertThat(exact.total(QueueFigures::pending)).isEqualTo(Count.exactly(5));
    assertThat(exact.freshness().behind()).isEmpty();
  }

  @Test
  void quickFiguresOfASmallTableAreTheExactOnes() {
    fill();

    QueueReport quick = monitoring().queues(Duration.ZERO);
    QueueReport exact = monitoring().queuesExact();

    assertThat(quick.queues())
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(Duration.class)
        .isEqualTo(exact.queues());
  }

  @Test
  void agesAreOfTheLongestWaitingAndTheLongestHeldTask() {
    db.broker().enqueue(MAIL.with(new byte[0]));
    db.broker().enqueue(BILL.with(new byte[0]));
    db.broker().enqueue(BILL.with(new byte[0]).after(Duration.ofDays(1)));
    assertThat(db.broker().queue("bill").dequeue()).isPresent();
    db.clock().advance(MINUTE);
    db.broker().enqueue(MAIL.with(new byte[0]));

    QueueReport report = monitoring().queuesExact();

    QueueFigures mail = report.find("mail").orElseThrow();
    QueueFigures bill = report.find("bill").orElseThrow();
    assertThat(mail.oldestPending().orElseThrow()).isBetween(MINUTE, MINUTE.multipliedBy(2));
    assertThat(mail.oldestProcessing()).isEmpty();
    assertThat(bill.oldestPending()).isEmpty();
    assertThat(bill.oldestProcessing().orElseThrow()).isBetween(MINUTE, MINUTE.multipliedBy(2));
  }

  @Test
  void queueThatHasOnlySettingsOrDeadLettersIsListed() {
    db.dsl().insertInto(CELERS_QUEUES, CELERS_QUEUES.QUEUE).values("idle").execute();
    db.broker().reject(claimed(MAIL), Rejection.deadLetter("no"));

    QueueReport report = monitoring().queuesExact();

    assertThat(report.queues()).extracting(QueueFigures::queue).containsExactly("idle", "mail");
    assertThat(report.find("mail")).map(QueueFigures::dead).contains(Count.exactly(1));
  }

  @Test
  void emptyBrokerHasNoQueues() {
    assertThat(monitoring().queuesExact().queues()).isEmpty();
    assertThat(monitoring().queues(Duration.ZERO).queues()).isEmpty();
  }

  @Test
  void figuresAreSharedUntilTheyAreTooOld() {
    JooqBroker broker = JooqBroker.on(db.dsl());
    QueueReport first = broker.monitoring().queues();
    db.broker().enqueue(MAIL.with(new byte[0]));

    assertThat(broker.monitoring().queues()).isSameAs(first);
    assertThat(broker.monitoring().queues(Duration.ZERO).find("mail")).isPresent();
    assertThat(broker.monitoring().queues().find("mail")).isPresent();
  }

  @Test
  void manyCallersMeasureOnce() throws Exception {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    int alone = counter.during(() -> broker.monitoring().queues(Duration.ZERO));
    JooqBroker other = JooqBroker.on(db.dsl());

    List<QueueReport> reports = Together.run(8, i -> other.monitoring().queues());

    assertThat(reports).allMatch(report -> report == reports.get(0));
    assertThat(alone).isLessThanOrEqualTo(5);
  }

  @Test
  void brokerInATransactionMeasuresForItself() {
    JooqBroker broker = JooqBroker.on(db.dsl());
    broker.monitoring().queues();

    db.dsl()
        .transaction(
            tx -> {
              Broker inside = broker.using(tx);
              inside.enqueue(MAIL.with(new byte[0]));
              assertThat(inside.monitoring().queues().find("mail")).isPresent();
              assertThat(broker.monitoring().queues().find("mail")).isEmpty();
            });
  }

  @Test
  void ageMustBeZeroToOneDay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> monitoring().queues(Duration.ofSeconds(-1)))
        .withMessageContaining("was PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> monitoring().queues(Duration.ofDays(2)))
        .withMessageContaining("was PT48H");
  }

  /** Of the queue mail: 3 due, 1 scheduled, 2 processing of which 1 lapsed, and 1 of each end. */
  private static void fill() {
    db.broker().ack(claimed(MAIL));
    db.broker().reject(claimed(MAIL), Rejection.discard("no"));
    db.broker().reject(claimed(MAIL), Rejection.deadLetter("no"));
    db.broker().tasks().cancel(db.broker().enqueue(MAIL.with(new byte[0])).id(), "no");
    claimed(MAIL);
    Delivery lapsed = claimed(MAIL);
    db.broker().extend(lapsed, Duration.ofNanos(1_000));
    List<NewTask<byte[]>> pending = Stream.generate(() -> MAIL.with(new byte[0])).limit(3).toList();
    db.broker().enqueueAll(pending);
    db.broker().enqueue(MAIL.with(new byte[0]).after(Duration.ofDays(1)));
    db.broker().enqueue(BILL.with(new byte[0]));
  }

  private static Count counted(String queue, CelersTaskState state) {
    return Count.exactly(
        db.dsl()
            .fetchCount(CELERS_TASKS, CELERS_TASKS.QUEUE.eq(queue), CELERS_TASKS.STATE.eq(state)));
  }

  private static Delivery claimed(TaskType<byte[]> type) {
    db.broker().enqueue(type.with(new byte[0]));
    return db.broker().queue(type.queue()).dequeue().orElseThrow();
  }

  private static Monitoring monitoring() {
    return db.broker().monitoring();
  }
}
