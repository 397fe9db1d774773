package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Worker;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A type that may take only a part of the worker. */
class PerTypeConcurrencyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> NARROW = TaskType.ofBytes("narrow").priority(9);
  private static final TaskType<byte[]> WIDE = TaskType.ofBytes("wide");

  private final Recorder recorder = new Recorder();

  @Test
  void limitedTypeRunsAsOftenAtOnceAsItMayAndTheOthersGoOn() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch wideAreDone = new CountDownLatch(100);
    db.broker().enqueueAll(Collections.nCopies(50, NARROW.with(new byte[] {1})));
    db.broker().enqueueAll(Collections.nCopies(100, WIDE.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(
                NARROW,
                (bytes, task) -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  // Those of the other type get through although these do not end.
                  wideAreDone.await();
                  now.decrementAndGet();
                })
            .handle(WIDE, (bytes, task) -> wideAreDone.countDown())
            .limit(NARROW, HandlerLimits.NONE.withConcurrency(2))
            .concurrency(8)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(150);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(most).hasValue(2);
    assertThat(recorder.started).allMatch(delivery -> delivery.deliveries() == 1);
  }
}
