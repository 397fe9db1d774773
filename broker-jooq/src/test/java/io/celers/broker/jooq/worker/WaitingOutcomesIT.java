package io.celers.broker.jooq.worker;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long outcomes wait to be stored, and what is claimed while they do. */
class WaitingOutcomesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  @Test
  void nothingIsClaimedWhileOutcomesPileUp() throws Exception {
    int tasks = 300;
    int slots = 2;
    int prefetch = 4;
    int group = 5;
    AtomicBoolean first = new AtomicBoolean(true);
    db.broker().enqueueAll(Collections.nCopies(tasks, BLOB.with(new byte[] {1})));

    try (Session other = Session.inTransactions(db);
        Worker worker =
            db.broker()
                .worker()
                .handle(
                    BLOB,
                    (bytes, task) -> {
                      if (first.getAndSet(false)) {
                        other.lock(task.delivery().id());
                      }
                    })
                .concurrency(slots)
                .prefetch(prefetch)
                .settleInGroups(group, Duration.ofMillis(1))
                .listener(recorder)
                .start()) {
      other.awaitWaitedFor();
      Recorder.patiently().until(() -> worker.inHand() >= group);
      Recorder.patiently()
          .during(Duration.ofMillis(500))
          .until(() -> worker.inHand() <= 2 * group + slots + prefetch);
      other.commit();

      recorder.awaitSettled(tasks);
    }
  }

  @Test
  void hundredOutcomesWaitForNoOthers() throws Exception {
    int enough = WorkerBuilder.ENOUGH_FOR_A_GROUP;
    CountDownLatch allRun = new CountDownLatch(enough);
    db.broker().enqueueAll(Collections.nCopies(enough, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  allRun.countDown();
                  allRun.await();
                })
            .concurrency(enough)
            .settleInGroups(2 * enough, Duration.ofMinutes(1))
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(enough);
    }
  }

  /** The second group hangs as well, but leaves its place to what is claimed next. */
  @Test
  void claimsGoOnWhenTheFullGroupIsTakenUp() throws Exception {
    int group = 5;
    int tasks = 60;
    AtomicInteger run = new AtomicInteger();
    AtomicBoolean locks = new AtomicBoolean(true);
    CountDownLatch firstGroupHangs = new CountDownLatch(1);
    db.broker().enqueueAll(Collections.nCopies(tasks, BLOB.with(new byte[] {1})));

    try (Session first = Session.inTransactions(db);
        Session others = Session.inTransactions(db);
        Worker worker =
            db.broker()
                .worker()
                .handle(
                    BLOB,
                    (bytes, task) -> {
                      int number = run.incrementAndGet();
                      if (locks.get()) {
                        (number == 1 ? first : others).lock(task.delivery().id());
                      }
                      if (number == 2) {
                        firstGroupHangs.await();
                      }
                    })
                .concurrency(1)
                .prefetch(2)
                .settleInGroups(group, Duration.ZERO)
                .listener(recorder)
                .start()) {
      first.awaitWaitedFor();
      firstGroupHangs.countDown();
      Recorder.patiently()
          .during(Duration.ofMillis(300))
          .until(() -> worker.inHand() > group && worker.inHand() == run.get());
      int before = run.get();
      locks.set(false);
      first.commit();
      others.awaitWaitedFor();
      Recorder.patiently().until(() -> run.get() > before);
      others.commit();

      recorder.awaitSettled(tasks);
    }
  }
}
