package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.Configuration;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that go on when the thread which kept their leases is no more. */
class DeadHeartbeatsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration LEASE = Duration.ofSeconds(1);

  /** The stop interrupts handlers, too, but not within the time of a test. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final Table<?> EFFECTS = DSL.table(DSL.name("effects"));
  private static final Field<UUID> TASK = DSL.field(DSL.name("task"), SQLDataType.UUID);

  private final Recorder recorder = new Recorder();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** Fails all that the thread of the heartbeats sends from some moment on. */
  private static final class Death implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    private volatile boolean wanted;

    JooqBroker broker() {
      return JooqBroker.on(
          db.dsl().configuration().derive(new DefaultExecuteListenerProvider(this)).dsl());
    }

    @Override
    public void executeStart(ExecuteContext execution) {
      if (wanted && Thread.currentThread().getName().endsWith("-heartbeats")) {
        throw new InternalError("as tests want it");
      }
    }
  }

  @BeforeAll
  static void createTable() {
    db.dsl().execute("create table effects (task uuid)");
  }

  @BeforeEach
  void emptyTable() {
    db.dsl().deleteFrom(EFFECTS).execute();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void handlerIsInterruptedWhenItsLeaseHasRunOutAndItsLateOutcomeIsRefused(boolean obeys)
      throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    Death death = new Death();
    try (Worker worker =
        death
            .broker()
            .worker()
            .handleInTransaction(BLOB, (tx, bytes, task) -> write(tx, task.delivery(), obeys))
            .lease(LEASE)
            .closeTimeout(NEVER)
            .listener(recorder)
            .start()) {
      begun.await();
      death.wanted = true;

      Delivery rivals = awaitRival();
      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(recorder.fatal).hasSize(1).allMatch(InternalError.class::isInstance);
      end.countDown();

      Recorder.patiently().until(() -> worker.inHand() == 0);
      recorder.awaitLost(id);
      assertThat(recorder.lost).isEqualTo(Map.of(id, new NotHeld.LeaseLost(id)));
      assertThat(recorder.fates).isEmpty();
      assertThat(rivals.id()).isEqualTo(id);
      assertThat(db.task(id).getReceipt()).isEqualTo(rivals.receipt());
    }
    assertThat(db.dsl().fetchCount(EFFECTS)).isZero();
  }

  @Test
  void taskThatNobodyElseTookIsGivenBackWithoutAPenalty() throws Exception {
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    Death death = new Death();
    try (Worker worker =
        death
            .broker()
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  begun.countDown();
                  end.await();
                })
            .lease(LEASE)
            .closeTimeout(NEVER)
            .listener(recorder)
            .start()) {
      begun.await();
      death.wanted = true;

      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }
    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.RELEASED));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.pending);
    assertThat(db.task(id).getDeliveries()).isZero();
  }

  private void write(Configuration tx, Delivery delivery, boolean obeys) throws Exception {
    tx.dsl().insertInto(EFFECTS, TASK).values(delivery.id()).execute();
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      if (obeys) {
        throw e;
      }
      end.await();
    }
  }

  /** The lease runs out by itself, as nobody keeps it. */
  private static Delivery awaitRival() {
    AtomicReference<Delivery> claimed = new AtomicReference<>();
    Recorder.patiently()
        .until(
            () -> {
              db.broker().queue("default").dequeue().ifPresent(claimed::set);
              return claimed.get() != null;
            });
    return claimed.get();
  }
}
