package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_MAINTENANCE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.maintenance.MaintenanceJob;
import io.celers.broker.maintenance.MaintenancePlan;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RunningMaintenance;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters that go back by themselves: when, which, how often, and how many. */
class RequeuePolicyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMinutes(1);
  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("mail").with(new byte[] {1}).queue("out").maxRetries(0);
  private static final RequeuePolicy ALL = RequeuePolicy.of(DeadLetterQuery.all());
  private static final RequeuePolicy AT_ONCE =
      ALL.backOff(RetryPolicy.immediate()).maxRequeues(100);

  @Test
  void eachRequeueWaitsLongerThanTheOneBefore() {
    UUID id = db.broker().enqueue(TASK).id();
    dies();
    db.clock().advance(HOUR.minus(MOMENT));
    assertThat(requeue(ALL)).isZero();

    db.clock().advance(MOMENT);

    assertThat(requeue(ALL)).isOne();
    assertThat(db.task(id).getRequeues()).isOne();
    dies();
    db.clock().advance(HOUR);
    assertThat(requeue(ALL)).isZero();
    db.clock().advance(HOUR);
    assertThat(requeue(ALL)).isOne();
    assertThat(db.task(id).getRequeues()).isEqualTo((short) 2);
  }

  @Test
  void chanceMakesNoWaitShorter() {
    db.broker().enqueue(TASK);
    dies();
    RequeuePolicy policy =
        ALL.backOff(new RetryPolicy.ExponentialWithJitter(HOUR, 2, HOUR, 1)).maxRequeues(1);
    db.clock().advance(HOUR.minus(MOMENT));

    assertThat(requeue(policy)).isZero();
    db.clock().advance(MOMENT);
    assertThat(requeue(policy)).isOne();
  }

  @Test
  void taskThatNeverSucceedsEndsAsADeadLetterForGood() {
    UUID id = db.broker().enqueue(TASK).id();
    RequeuePolicy twice = AT_ONCE.maxRequeues(2);

    for (int life = 1; life <= 2; life++) {
      dies();
      assertThat(requeue(twice)).isOne();
    }
    dies();
    db.clock().advance(Duration.ofDays(3_000));

    assertThat(requeue(twice)).isZero();
    assertThat(letter(id).requeues()).isEqualTo(2);
  }

  @Test
  void requeueByHandCountsAndIsNeverRefused() {
    UUID id = db.broker().enqueue(TASK).id();
    dies();
    assertThat(db.broker().deadLetters().requeue(id)).isTrue();
    dies();

    assertThat(requeue(AT_ONCE.maxRequeues(1))).isZero();
    assertThat(db.broker().deadLetters().requeue(id)).isTrue();
    assertThat(db.task(id).getRequeues()).isEqualTo((short) 2);
  }

  @Test
  void countEndsAtTheLargestNumberThatTheColumnHolds() {
    UUID id = db.broker().enqueue(TASK).id();
    dies();
    db.dsl()
        .update(CELERS_DEAD_LETTER_QUEUE)
        .set(CELERS_DEAD_LETTER_QUEUE.REQUEUES, Short.MAX_VALUE)
        .execute();

    assertThat(requeue(AT_ONCE)).isZero();
    assertThat(db.broker().deadLetters().requeue(id)).isTrue();
    assertThat(db.task(id).getRequeues()).isEqualTo(Short.MAX_VALUE);
  }

  @Test
  void onlyWhatTheQueryMatchesGoesBack() {
    UUID other = db.broker().enqueue(TaskType.ofBytes("bill").with(new byte[0]).queue("out")).id();
    dies();
    UUID mail = db.broker().enqueue(TASK).id();
    dies();
    RequeuePolicy mails =
        RequeuePolicy.of(
                DeadLetterQuery.all()
                    .names("mail")
                    .queues("out")
                    .errorText("down")
                    .causes(DeadLetter.Cause.REJECTED))
            .backOff(RetryPolicy.immediate());

    assertThat(requeue(mails)).isOne();
    assertThat(db.task(mail)).isNotNull();
    assertThat(letter(other).requeues()).isZero();
  }

  @Test
  void runPutsBackNoMoreThanItMay() {
    enqueueAndKill(25);
    RequeuePolicy ten = AT_ONCE.perRun(10);

    assertThat(requeue(ten)).isEqualTo(10);
    assertThat(requeue(ten)).isEqualTo(10);
    assertThat(requeue(ten)).isEqualTo(5);
    assertThat(requeue(ten)).isZero();
  }

  @Test
  void runOfSeveralStepsReachesTheEnd() {
    enqueueAndKill(2_100);

    assertThat(requeue(AT_ONCE.perRun(10_000))).isEqualTo(2_100);
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isZero();
  }

  @Test
  void leftoverWhoseIdATaskHasDoesNotStopTheOthers() {
    UUID taken = db.broker().enqueue(TASK).id();
    db.broker().enqueue(TASK);
    dies();
    dies();
    db.dsl()
        .insertInto(CELERS_TASKS)
        .set(CELERS_TASKS.ID, taken)
        .set(CELERS_TASKS.QUEUE, "other")
        .set(CELERS_TASKS.TASK_NAME, "any")
        .set(CELERS_TASKS.CODEC, "bytes")
        .set(CELERS_TASKS.PAYLOAD, new byte[0])
        .set(CELERS_TASKS.CONTENT_HASH, 1L)
        .execute();

    assertThat(requeue(AT_ONCE)).isOne();
    assertThat(letter(taken).requeues()).isZero();
  }

  @Test
  void callersTransactionIsJoined() throws Exception {
    enqueueAndKill(3);

    try (Session session = Session.inTransactions(db)) {
      assertThat(JooqBroker.on(session.dsl()).maintenance().requeueDeadLetters(AT_ONCE))
          .isEqualTo(3);
      session.rollback();
    }

    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isEqualTo(3);
    assertThat(db.tasks()).isZero();
  }

  @Test
  void timersOfManyProcessesPutEachTaskBackOnce() throws Exception {
    enqueueAndKill(2_000);
    int processes = 3;
    CyclicBarrier together = new CyclicBarrier(processes);
    Callable<Integer> run =
        () -> {
          together.await();
          return JooqBroker.on(db.dsl()).maintenance().requeueDeadLetters(AT_ONCE.perRun(10_000));
        };

    int requeued = 0;
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    try {
      for (Future<Integer> each : threads.invokeAll(Collections.nCopies(processes, run))) {
        requeued += each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    // A run passes over what another one holds, so what was locked at the end is left.
    requeued += requeue(AT_ONCE.perRun(10_000));

    assertThat(requeued).isEqualTo(2_000);
    assertThat(db.tasks()).isEqualTo(2_000);
    assertThat(db.dsl().fetchValues(CELERS_TASKS.REQUEUES)).containsOnly((short) 1);
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isZero();
  }

  @Test
  void plansOfTwoProcessesRequeueOnceAnIntervalAndNoMoreThanARunMay() {
    enqueueAndKill(25);
    MaintenancePlan plan =
        MaintenancePlan.nothing()
            .every(HOUR, MaintenanceJob.REQUEUE)
            .requeueDeadLetters(ALL.perRun(20))
            .lookEvery(Duration.ofMillis(20));

    try (RunningMaintenance one = JooqBroker.on(db.dsl()).maintenance().start(plan);
        RunningMaintenance two = JooqBroker.on(db.dsl()).maintenance().start(plan)) {
      soon().until(() -> db.dsl().fetchCount(CELERS_MAINTENANCE) == 1);
      assertThat(db.tasks()).isZero();
      db.clock().advance(HOUR);
      soon().until(() -> db.tasks() >= 20);
      assertThat(db.tasks()).isEqualTo(20);
      db.clock().advance(HOUR);
      soon().until(() -> db.tasks() == 25);

      assertThat(one.failures() + two.failures()).isZero();
    }
    assertThat(db.dsl().fetchValues(CELERS_TASKS.REQUEUES)).containsOnly((short) 1);
  }

  private static int requeue(RequeuePolicy policy) {
    return db.broker().maintenance().requeueDeadLetters(policy);
  }

  private static void dies() {
    Delivery delivery = db.broker().queue("out").dequeue().orElseThrow();
    db.broker().reject(delivery, Rejection.deadLetter("server is down"));
  }

  private static void enqueueAndKill(int count) {
    db.broker().enqueueAll(Collections.nCopies(count, TASK));
    while (db.tasks() > 0) {
      List<Delivery> held = db.broker().queue("out").dequeue(Math.min(count, 1_000));
      db.broker().rejectAll(held, Rejection.deadLetter("server is down"));
    }
  }

  private static DeadLetter letter(UUID id) {
    return db.broker().deadLetters().find(id).orElseThrow();
  }

  private static ConditionFactory soon() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }
}
