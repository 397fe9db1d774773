package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.Latency;
import io.celers.broker.monitoring.Precision;
import io.celers.broker.monitoring.QueueActivity;
import io.celers.broker.monitoring.Throughput;
import io.celers.broker.monitoring.WorkerActivity;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ActivityIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");
  private static final TaskType<byte[]> BILL = TaskType.ofBytes("bill").queue("bill");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration WINDOW = Duration.ofMinutes(5);

  @Test
  void ratesAndLatenciesAreThoseOfTheWindow() {
    db.broker().enqueueAll(tasks(MAIL, 10));
    db.clock().advance(MINUTE);
    List<Delivery> claimed = db.broker().queue("mail").dequeue(6);
    db.clock().advance(SECOND.multipliedBy(2));
    db.broker().ackAll(claimed.subList(0, 3));
    db.broker().reject(claimed.get(3), Rejection.discard("no"));

    Activity activity = activity();

    QueueActivity mail = activity.find("mail").orElseThrow();
    assertThat(activity.examined()).isEqualTo(10);
    assertThat(activity.complete()).isTrue();
    assertThat(mail.enqueued()).isEqualTo(new Throughput(Count.exactly(10), WINDOW));
    assertThat(mail.finished()).isEqualTo(new Throughput(Count.exactly(4), WINDOW));
    assertThat(mail.failed()).isEqualTo(new Throughput(Count.exactly(1), WINDOW));
    assertThat(mail.finished().perSecond()).isEqualTo(4 / 300.0);
    assertThat(mail.pickUp()).map(Latency::samples).contains(6);
    assertThat(mail.pickUp().orElseThrow().median()).isBetween(MINUTE, MINUTE.multipliedBy(2));
    assertThat(mail.runTime()).map(Latency::samples).contains(3);
    assertThat(mail.runTime().orElseThrow().p99()).isBetween(SECOND.multipliedBy(2), MINUTE);
  }

  @Test
  void deadLettersAndArchivedTasksAreCountedToo() {
    db.broker().enqueueAll(tasks(MAIL, 3));
    List<Delivery> claimed = db.broker().queue("mail").dequeue(3);
    db.broker().reject(claimed.get(0), Rejection.deadLetter("no"));
    db.broker().ackAll(claimed.subList(1, 3));
    db.clock().advance(SECOND);
    db.broker().maintenance().archive(RetentionPolicy.after(SECOND), progress -> {});
    assertThat(db.tasks()).isZero();

    QueueActivity mail = activity().find("mail").orElseThrow();

    assertThat(mail.enqueued().tasks()).isEqualTo(Count.exactly(3));
    assertThat(mail.finished().tasks()).isEqualTo(Count.exactly(3));
    assertThat(mail.failed().tasks()).isEqualTo(Count.exactly(1));
    assertThat(mail.runTime()).map(Latency::samples).contains(2);
  }

  @Test
  void workersAreToldApart() {
    db.broker().enqueueAll(tasks(MAIL, 8));
    JooqBroker one = JooqBroker.builder(db.dsl()).workerId("one").build();
    JooqBroker other = JooqBroker.builder(db.dsl()).workerId("other").build();
    one.ackAll(one.queue("mail").dequeue(2));
    List<Delivery> held = other.queue("mail").dequeue(4);
    db.clock().advance(MINUTE);
    other.reject(held.get(0), Rejection.discard("no"));
    other.reject(held.get(1), Rejection.retry("later"));

    Activity activity = activity();

    WorkerActivity first = activity.findWorker("one").orElseThrow();
    assertThat(first.holding()).isEqualTo(Count.exactly(0));
    assertThat(first.oldestHold()).isEmpty();
    assertThat(first.finished().tasks()).isEqualTo(Count.exactly(2));
    assertThat(first.failed().tasks()).isEqualTo(Count.exactly(0));
    WorkerActivity second = activity.findWorker("other").orElseThrow();
    assertThat(second.holding()).isEqualTo(Count.exactly(2));
    assertThat(second.oldestHold().orElseThrow()).isBetween(MINUTE, MINUTE.multipliedBy(2));
    assertThat(second.finished().tasks()).isEqualTo(Count.exactly(1));
    assertThat(second.failed().tasks()).isEqualTo(Count.exactly(1));
    assertThat(second.retried()).isEqualTo(Count.exactly(1));
    assertThat(second.runTime()).isEmpty();
  }

  @Test
  void whatIsOlderThanTheWindowIsLeftOut() {
    db.broker().enqueue(MAIL.with(new byte[0]));
    db.broker().ackAll(db.broker().queue("mail").dequeue(1));
    db.clock().advance(WINDOW.plus(MINUTE));

    QueueActivity mail = activity().find("mail").orElseThrow();

    assertThat(mail.enqueued().tasks()).isEqualTo(Count.exactly(0));
    assertThat(mail.finished().tasks()).isEqualTo(Count.exactly(0));
    assertThat(mail.pickUp()).isEmpty();
    assertThat(mail.runTime()).isEmpty();
  }

  @Test
  void workBehindALongBacklogIsSeen() {
    db.broker().enqueueAll(tasks(MAIL, 1_000));
    db.broker().enqueueAll(tasks(BILL, 10));
    db.clock().advance(MINUTE);
    db.broker().enqueueBulk(tasks(MAIL, 3_000).stream());
    db.broker().ackAll(db.broker().queue("mail").dequeue(900));

    Activity activity = activity();

    QueueActivity mail = activity.find("mail").orElseThrow();
    assertThat(activity.complete()).isFalse();
    assertThat(activity.examined()).isEqualTo(2_000 + 1_000);
    assertThat(mail.finished().tasks()).isEqualTo(new Count(900, Precision.AT_LEAST));
    assertThat(mail.finished().over()).isEqualTo(WINDOW);
    assertThat(mail.runTime()).map(Latency::samples).contains(900);
  }

  @Test
  void cutSampleTellsTheTimeThatItCovers() {
    db.broker().enqueueBulk(tasks(MAIL, 1_500).stream());
    db.clock().advance(MINUTE);
    db.broker().enqueueBulk(tasks(MAIL, 1_500).stream());
    db.clock().advance(MINUTE);

    Throughput enqueued = activity().find("mail").orElseThrow().enqueued();

    assertThat(enqueued.tasks()).isEqualTo(new Count(1_500, Precision.AT_LEAST));
    assertThat(enqueued.over()).isBetween(MINUTE.multipliedBy(2), MINUTE.multipliedBy(3));
  }

  @Test
  void nothingHappenedInAnEmptyBroker() {
    Activity activity = activity();

    assertThat(activity.examined()).isZero();
    assertThat(activity.complete()).isTrue();
    assertThat(activity.queues()).isEmpty();
    assertThat(activity.workers()).isEmpty();
  }

  @Test
  void windowMustBeAboveZeroAndAtMostOneDay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().monitoring().activity(Duration.ZERO))
        .withMessageContaining("was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().monitoring().activity(Duration.ofDays(2)))
        .withMessageContaining("was PT48H");
  }

  private static Activity activity() {
    return db.broker().monitoring().activity(WINDOW);
  }

  private static List<NewTask<byte[]>> tasks(TaskType<byte[]> type, int count) {
    return Stream.generate(() -> type.with(new byte[0])).limit(count).toList();
  }
}
