package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.error.DatabaseException;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.EmbeddedServer;
import io.celers.broker.testdb.StopMode;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** A server that is restarted while others work with it. */
class ServerRestartIT {

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();
  private final List<UUID> accepted = new CopyOnWriteArrayList<>();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void workerAndProducerGoOnByThemselves() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (EmbeddedServer server = EmbeddedServer.temporary()) {
      BrokerSchema.migrate(server.dataSource());
      try (JooqBroker broker = JooqBroker.builder(server.jdbcUrl(), server.user(), "").build();
          Worker worker =
              broker
                  .worker()
                  .handle(BLOB, (bytes, task) -> {})
                  .lease(Duration.ofSeconds(5))
                  .listener(recorder)
                  .start()) {
        Future<?> producer = thread.submit(() -> produce(broker));
        recorder.awaitSettled(20);

        server.restart(StopMode.FAST);

        int before = accepted.size();
        Recorder.patiently().until(() -> accepted.size() >= before + 20);
        enough.set(true);
        producer.get(30, TimeUnit.SECONDS);
        recorder.awaitSettled(accepted.size());
        Recorder.patiently().until(() -> worker.inHand() == 0);
      }

      assertThat(
              DSL.using(server.dataSource(), SQLDialect.POSTGRES)
                  .select(CELERS_TASKS.ID)
                  .from(CELERS_TASKS)
                  .where(CELERS_TASKS.STATE.eq(CelersTaskState.completed))
                  .fetch(CELERS_TASKS.ID))
          .containsExactlyInAnyOrderElementsOf(accepted);
    } finally {
      enough.set(true);
      thread.shutdown();
    }
  }

  /** One task after the other: with an id, so that it may be sent until it is accepted. */
  private void produce(JooqBroker broker) {
    while (!enough.get()) {
      NewTask<byte[]> task = BLOB.with(new byte[] {1}).id(UUID.randomUUID());
      while (!accepts(broker, task)) {
        Thread.onSpinWait();
      }
    }
  }

  private boolean accepts(JooqBroker broker, NewTask<byte[]> task) {
    try {
      accepted.add(broker.enqueue(task).id());
      return true;
    } catch (DatabaseException e) {
      return false;
    }
  }
}
