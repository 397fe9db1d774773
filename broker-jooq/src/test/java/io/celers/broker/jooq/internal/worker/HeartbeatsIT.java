package io.celers.broker.jooq.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.thread.Daemons;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What heartbeats do about a task that is not the worker's any more. */
class HeartbeatsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Handler HANDLER =
      new Handler("blob", Work.of(task -> Outcome.done()), 1, HandlerLimits.NONE);

  private final List<NotHeld> told = new CopyOnWriteArrayList<>();
  private final Listeners listeners =
      new Listeners(
          List.of(
              new WorkerListener() {
                @Override
                public void lost(Delivery delivery, NotHeld why) {
                  told.add(why);
                }
              }),
          fatal -> {});

  // As one of a batch that was stopped and rolled back: it waits again, although it was stopped.
  @Test
  void waitingTaskThatWasStoppedBeforeIsToldWhenItIsLost() throws Exception {
    db.broker().enqueue(TaskType.ofBytes("blob").with(new byte[] {1}));
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
    long longAgo = System.nanoTime() - LEASE.toNanos();
    HeldTask task = new HeldTask(delivery, HANDLER, 0, longAgo);
    task.stop(HeldTask.Stop.ABANDONED, longAgo);
    InHand inHand = new InHand();
    inHand.add(List.of(task));
    Slots noneIsFree = new Slots(0, 1, turn -> true, () -> true);
    noneIsFree.add(List.of(task));
    db.broker().tasks().cancel(delivery.id(), "not needed any more");

    Heartbeats heartbeats = heartbeats(inHand, noneIsFree);
    Thread beating = Daemons.of("beating", heartbeats);
    beating.start();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> inHand.count() == 0);
    heartbeats.close();
    beating.join();

    assertThat(told).containsExactly(new NotHeld.Cancelled(delivery.id()));
    assertThat(noneIsFree.waiting()).isEmpty();
  }

  private Heartbeats heartbeats(InHand inHand, Slots slots) {
    return new Heartbeats(
        Database.of(db.dsl().configuration(), "celers").reserve(Duration.ofSeconds(30)),
        inHand,
        slots,
        listeners,
        new Registry("worker", List.of("default"), 1),
        LEASE,
        1);
  }
}
