package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.Routines;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tasks a claim delivers, and in which order. */
class DequeueIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void emptyQueueDeliversNothing() {
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    assertThat(db.broker().queue("default").dequeue(10)).isEmpty();
  }

  @Test
  void claimMarksTheTask() {
    UUID id = db.broker().enqueue(TASK).id();
    JooqBroker broker = JooqBroker.builder(db.dsl()).workerId("worker 7").build();

    Delivery delivery = broker.queue("default").dequeue().orElseThrow();

    CelersTasksRecord row = db.task(id);
    assertThat(row.getState()).isEqualTo(CelersTaskState.processing);
    assertThat(row.getReceipt()).isEqualTo(delivery.receipt());
    assertThat(row.getDeliveries()).isEqualTo(1);
    assertThat(row.getWorkerId()).isEqualTo("worker 7");
    assertThat(row.getVisibleAt().toInstant()).isEqualTo(delivery.leaseUntil());
    assertThat(row.getStartedAt()).isAfterOrEqualTo(row.getCreatedAt());
    assertThat(delivery.leaseUntil())
        .isBetween(
            row.getStartedAt().plusMinutes(5).toInstant(),
            row.getStartedAt().plusMinutes(5).plusSeconds(10).toInstant());
  }

  @Test
  void onlyTasksOfTheQueueAreDelivered() {
    db.broker().enqueue(TASK.queue("print"));
    UUID mail = db.broker().enqueue(TASK.queue("mail").priority(0)).id();

    assertThat(db.broker().queue("mail").dequeue(10))
        .extracting(Delivery::id)
        .containsExactly(mail);
    assertThat(db.broker().queue("mail").dequeue()).isEmpty();
  }

  @Test
  void claimedTaskIsNotDeliveredAgain() {
    db.broker().enqueue(TASK);
    assertThat(db.broker().queue("default").dequeue()).isPresent();

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
  }

  @Test
  void severalQueuesAreTakenInTheOrderOfTheirNames() {
    UUID a = db.broker().enqueue(TASK.queue("a").priority(9)).id();
    UUID b = db.broker().enqueue(TASK.queue("b").priority(0)).id();
    UUID c1 = db.broker().enqueue(TASK.queue("c")).id();
    UUID c2 = db.broker().enqueue(TASK.queue("c")).id();

    List<Delivery> three = db.broker().queues("b", "c", "a").dequeue(3);

    assertThat(three).extracting(Delivery::id).containsExactly(b, c1, c2);
    assertThat(db.broker().queues("b", "c", "a").dequeue(3))
        .extracting(Delivery::id)
        .containsExactly(a);
  }

  @Test
  void severalQueuesAreOneStatementEach() {
    db.broker().enqueueAll(Collections.nCopies(4, TASK.queue("a")));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    assertThat(counter.during(() -> broker.queue("a").dequeue(2))).isEqualTo(1);
    assertThat(counter.during(() -> broker.queues("a", "b").dequeue(2))).isEqualTo(1);
    assertThat(counter.during(() -> broker.queues("a", "b", "c").dequeue(2))).isEqualTo(3);
  }

  @Test
  void higherPriorityAlwaysComesFirst() {
    List<NewTask<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(TASK.priority(i % 10));
    }
    Collections.shuffle(tasks, new Random(7));
    tasks.forEach(task -> db.broker().enqueue(task));

    List<Integer> oneByOne =
        IntStream.range(0, 50)
            .map(i -> db.broker().queue("default").dequeue().orElseThrow().priority())
            .boxed()
            .toList();
    List<Integer> together =
        db.broker().queue("default").dequeue(200).stream().map(Delivery::priority).toList();

    assertThat(oneByOne).isSortedAccordingTo(Collections.reverseOrder()).hasSize(50);
    assertThat(together).isSortedAccordingTo(Collections.reverseOrder()).hasSize(150);
    assertThat(together.get(0)).isLessThanOrEqualTo(oneByOne.get(49));
  }

  @Test
  void priorityBeatsDueTime() {
    Instant now = db.clock().now().toInstant();
    db.broker().enqueue(TASK.priority(4));
    UUID later = db.broker().enqueue(TASK.at(now.plusSeconds(60)).priority(5)).id();

    db.clock().advance(Duration.ofMinutes(2));

    assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(later);
  }

  @Test
  void withinAPriorityTheEarlierDueTimeComesFirst() {
    Instant now = db.clock().now().toInstant();
    UUID third = db.broker().enqueue(TASK.at(now.plusSeconds(30))).id();
    UUID first = db.broker().enqueue(TASK.at(now.plusSeconds(10))).id();
    UUID second = db.broker().enqueue(TASK.at(now.plusSeconds(20))).id();

    db.clock().advance(Duration.ofMinutes(2));

    assertThat(db.broker().queue("default").dequeue(3))
        .extracting(Delivery::id)
        .containsExactly(first, second, third);
  }

  @Test
  void ofTheSameDueTimeTheLowerIdComesFirst() {
    Instant soon = db.clock().now().toInstant().plusSeconds(10);
    List<UUID> ids =
        List.of(
            new UUID(0x8000_0000_0000_0001L, 0),
            new UUID(1, 0x8000_0000_0000_0000L),
            new UUID(1, 1),
            new UUID(0xffff_ffff_ffff_ffffL, 0));
    ids.forEach(id -> db.broker().enqueue(TASK.at(soon).id(id)));

    db.clock().advance(Duration.ofMinutes(2));

    assertThat(db.broker().queue("default").dequeue(4))
        .extracting(Delivery::id)
        .containsExactly(ids.get(2), ids.get(1), ids.get(0), ids.get(3));
  }

  @Test
  void batchIsInTheOrderInWhichSingleClaimsWouldBe() {
    Instant now = db.clock().now().toInstant();
    Random random = new Random(3);
    List<NewTask<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tasks.add(TASK.priority(random.nextInt(10)).at(now.plusSeconds(1 + random.nextInt(5))));
    }
    db.broker().enqueueAll(tasks);
    db.broker().enqueueAll(tasks.stream().map(task -> task.queue("copy")).toList());
    db.clock().advance(Duration.ofMinutes(1));

    List<Delivery> batch = db.broker().queue("default").dequeue(100);
    List<Delivery> single =
        IntStream.range(0, 100)
            .mapToObj(i -> db.broker().queue("copy").dequeue().orElseThrow())
            .toList();

    assertThat(batch)
        .extracting(delivery -> delivery.priority() + " " + delivery.scheduledAt())
        .containsExactlyElementsOf(
            single.stream()
                .map(delivery -> delivery.priority() + " " + delivery.scheduledAt())
                .toList());
  }

  @Test
  void futureTasksOfHighPriorityAreInvisible() {
    db.broker().enqueueAll(Collections.nCopies(500, TASK.priority(9).after(Duration.ofDays(1))));
    UUID due = db.broker().enqueue(TASK.priority(0)).id();

    assertThat(db.broker().queue("default").dequeue(10))
        .extracting(Delivery::id)
        .containsExactly(due);
  }

  @Test
  void claimTakesAtMostWhatIsAskedFor() {
    db.broker().enqueueAll(Collections.nCopies(25, TASK));

    assertThat(db.broker().queue("default").dequeue(10)).hasSize(10);
    assertThat(db.broker().queue("default").dequeue(10)).hasSize(10);
    assertThat(db.broker().queue("default").dequeue(10)).hasSize(5);
  }

  @Test
  void tenThousandAreTheMost() {
    db.broker().enqueueAll(Collections.nCopies(10_001, TASK));

    assertThat(db.broker().queue("default").dequeue(10_000)).hasSize(10_000);
    assertThat(db.broker().queue("default").dequeue(10_000)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10_001, Integer.MAX_VALUE})
  void wrongNumbersAreRefused(int max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().queue("default").dequeue(max))
        .withMessage("max must be 1..10000, was " + max);
  }

  @Test
  void wrongQueuesAndLeasesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> db.broker().queue(""));
    assertThatIllegalArgumentException().isThrownBy(() -> db.broker().queues("a", "b\0"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().queue("a").lease(Duration.ZERO))
        .withMessage("lease must be above zero and at most PT87648H, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().queue("a").lease(Duration.ofDays(3_653)));
  }

  @Test
  void everyClaimHasOneReceiptOfItsOwn() {
    db.broker().enqueueAll(Collections.nCopies(6, TASK));

    List<Delivery> one = db.broker().queue("default").dequeue(3);
    List<Delivery> other = db.broker().queue("default").dequeue(3);

    assertThat(one).extracting(Delivery::receipt).containsOnly(one.get(0).receipt());
    assertThat(other).extracting(Delivery::receipt).containsOnly(other.get(0).receipt());
    assertThat(one.get(0).receipt()).isNotEqualTo(other.get(0).receipt());
  }

  @Test
  void pauseStopsClaimsOfEveryBrokerAtOnce() {
    JooqBroker elsewhere = JooqBroker.on(db.dsl());
    db.broker().enqueueAll(Collections.nCopies(4, TASK.queue("mail")));
    UUID other = db.broker().enqueue(TASK.queue("print")).id();
    assertThat(elsewhere.queue("mail").dequeue()).isPresent();

    db.dsl()
        .insertInto(CELERS_QUEUES)
        .set(CELERS_QUEUES.QUEUE, "mail")
        .set(CELERS_QUEUES.PAUSED_AT, Routines.celersNow())
        .execute();

    assertThat(db.broker().queue("mail").dequeue()).isEmpty();
    assertThat(elsewhere.queue("mail").dequeue(10)).isEmpty();
    assertThat(elsewhere.queues("mail", "print").dequeue(10))
        .extracting(Delivery::id)
        .containsExactly(other);

    db.dsl().update(CELERS_QUEUES).setNull(CELERS_QUEUES.PAUSED_AT).execute();

    assertThat(elsewhere.queue("mail").dequeue(10)).hasSize(3);
  }

  @Test
  void deliveriesAreEqualIfIdAndReceiptAre() {
    UUID id = db.broker().enqueue(TASK.header("token", "hidden")).id();
    Delivery first =
        db.broker().queue("default").lease(Duration.ofMinutes(1)).dequeue().orElseThrow();
    db.clock().advance(Duration.ofMinutes(1));
    Delivery second = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(first).isNotEqualTo(second).isEqualTo(first).hasSameHashCodeAs(first);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(first).hasToString("delivery 1 of task " + id + " (blob, queue default)");
  }
}
