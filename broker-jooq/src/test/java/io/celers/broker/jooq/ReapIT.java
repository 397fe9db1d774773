package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.Maintenance;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reaper: settles what no claim will deliver, also in queues that nobody claims from. */
class ReapIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});
  private static final NewTask<byte[]> SHORT_LIVED = TASK.expiresAfter(Duration.ofMinutes(1));

  @Test
  void nothingToDoIsComplete() {
    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 0, true));
  }

  @Test
  void liveTasksAreLeftAlone() {
    db.broker().enqueueAll(Collections.nCopies(10, TASK));
    db.broker().enqueue(TASK.after(Duration.ofDays(1)).expiresAfter(Duration.ofDays(2)));
    db.broker().queue("default").dequeue(5);
    String before = db.dsl().fetch(CELERS_TASKS).sortAsc(CELERS_TASKS.ID).formatCSV();

    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 0, true));

    assertThat(db.dsl().fetch(CELERS_TASKS).sortAsc(CELERS_TASKS.ID).formatCSV()).isEqualTo(before);
  }

  @Test
  void wornOutTasksOfUnclaimedQueuesDie() {
    UUID id = db.broker().enqueue(TASK.queue("forgotten").maxRetries(0)).id();
    assertThat(db.broker().queue("forgotten").dequeue()).isPresent();
    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 0, true));

    db.clock().advance(Duration.ofMinutes(5));

    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(1, 0, true));
    assertThat(db.deadLetter(id).getCause()).isEqualTo("lease_expired");
    assertThat(db.tasks()).isZero();
    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 0, true));
  }

  @Test
  void expiredTasksOfUnclaimedQueuesAreCancelled() {
    UUID id = db.broker().enqueue(SHORT_LIVED.queue("forgotten")).id();

    db.clock().advance(Duration.ofMinutes(1));

    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 1, true));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(db.task(id).getCancelReason()).isEqualTo("expired before it was delivered");
  }

  @Test
  void expiredTaskThatIsHeldIsLeftToItsHolder() {
    UUID id = db.broker().enqueue(SHORT_LIVED).id();
    assertThat(db.broker().queue("default").dequeue()).isPresent();

    db.clock().advance(Duration.ofMinutes(2));

    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 0, true));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.processing);
  }

  @Test
  void lapsedLeaseWithRetriesLeftIsNoneOfItsBusiness() {
    UUID id = db.broker().enqueue(TASK.maxRetries(1)).id();
    assertThat(db.broker().queue("default").dequeue()).isPresent();

    db.clock().advance(Duration.ofMinutes(5));

    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 0, true));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.processing);
    assertThat(db.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void stepSettlesNoMoreThanItsLimitAndNothingIsForgotten() {
    db.broker().enqueueAll(Collections.nCopies(25, SHORT_LIVED));
    db.clock().advance(Duration.ofMinutes(1));

    int settled = 0;
    for (int step = 0; step < 3; step++) {
      Reaped reaped = db.broker().maintenance().reap(10);
      assertThat(reaped.expired()).isLessThanOrEqualTo(10);
      settled += reaped.expired();
    }

    assertThat(settled).isEqualTo(25);
  }

  @Test
  void stepThatReachedItsLimitIsNotComplete() {
    db.broker().enqueueAll(Collections.nCopies(25, SHORT_LIVED));
    db.clock().advance(Duration.ofMinutes(1));

    assertThat(db.broker().maintenance().reap(10)).isEqualTo(new Reaped(0, 10, false));
  }

  @Test
  void positionMovesOnOverManyLiveTasks() {
    db.broker().enqueueAll(Collections.nCopies(12_000, TASK.queue("a long queue")));
    db.broker().enqueueAll(Collections.nCopies(12_000, TASK.queue("b long queue")));
    db.broker().enqueueAll(Collections.nCopies(3, SHORT_LIVED.queue("c behind")));
    db.broker().enqueue(SHORT_LIVED.queue("b long queue"));
    db.clock().advance(Duration.ofMinutes(1));
    JooqBroker broker = JooqBroker.on(db.dsl());
    StatementCounter counter = new StatementCounter();

    Reaped first = broker.maintenance().reap(10);
    Reaped second = broker.using(counter.on(db.dsl())).maintenance().reap(10);
    Reaped third = broker.maintenance().reap(10);
    Reaped again = broker.maintenance().reap(10);

    assertThat(first).isEqualTo(new Reaped(0, 0, false));
    assertThat(second.complete()).isFalse();
    assertThat(third.complete()).isTrue();
    assertThat(second.expired() + third.expired()).isEqualTo(4);
    assertThat(again).isEqualTo(new Reaped(0, 0, false));
  }

  @Test
  void lockedTasksArePassedOver() {
    db.broker().enqueueAll(Collections.nCopies(3, SHORT_LIVED));
    UUID locked = db.broker().enqueue(SHORT_LIVED).id();
    db.clock().advance(Duration.ofMinutes(1));

    Reaped reaped =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl()
                      .selectFrom(CELERS_TASKS)
                      .where(CELERS_TASKS.ID.eq(locked))
                      .forUpdate()
                      .fetch();
                  return db.broker().maintenance().reap(10);
                });

    assertThat(reaped.expired()).isEqualTo(3);
    assertThat(db.task(locked).getState()).isEqualTo(CelersTaskState.pending);
    assertThat(db.broker().maintenance().reap(10).expired()).isEqualTo(1);
  }

  @Test
  void lockedTasksDoNotKeepTheStepFromTheOthers() {
    db.broker().enqueueAll(Collections.nCopies(5, SHORT_LIVED.queue("a")));
    db.broker().enqueueAll(Collections.nCopies(3, SHORT_LIVED.queue("b")));
    db.clock().advance(Duration.ofMinutes(1));
    JooqBroker broker = JooqBroker.on(db.dsl());

    List<Reaped> steps =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl()
                      .selectFrom(CELERS_TASKS)
                      .where(CELERS_TASKS.QUEUE.eq("a"))
                      .forUpdate()
                      .fetch();
                  return Stream.generate(() -> broker.maintenance().reap(5)).limit(2).toList();
                });

    assertThat(steps).containsExactly(new Reaped(0, 0, false), new Reaped(0, 3, true));
    assertThat(broker.maintenance().reap(10)).isEqualTo(new Reaped(0, 5, true));
  }

  @Test
  void deadAndExpiredAreCountedApart() {
    db.broker().enqueueAll(Collections.nCopies(4, TASK.maxRetries(0)));
    db.broker().queue("default").dequeue(4);
    db.broker().enqueueAll(Collections.nCopies(7, SHORT_LIVED));
    db.clock().advance(Duration.ofMinutes(5));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    int statements =
        counter.during(
            () -> assertThat(broker.maintenance().reap(100)).isEqualTo(new Reaped(4, 7, true)));

    assertThat(statements).isEqualTo(1);
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Maintenance.MAX_REAP + 1})
  void wrongLimitsAreRefused(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().maintenance().reap(limit))
        .withMessage("limit must be 1..10000, was " + limit);
  }
}
