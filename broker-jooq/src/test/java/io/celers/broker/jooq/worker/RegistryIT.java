package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_WORKERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.generated.tables.records.CelersWorkersRecord;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows of running workers. */
class RegistryIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob").queue("mail");

  @Test
  void runningWorkerHasItsRowAndAnEndedOneHasNot() {
    JooqBroker broker = JooqBroker.builder(db.dsl()).workerId("mailer-1").build();
    UUID first;
    try (Worker worker = worker(broker)) {
      CelersWorkersRecord row = row();
      first = row.getId();
      assertThat(row.getName()).isEqualTo("mailer-1");
      assertThat(row.getQueues()).containsExactly("mail");
      assertThat(row.getConcurrency()).isEqualTo(3);
      assertThat(row.getProcessId()).isEqualTo(ProcessHandle.current().pid());
      assertThat(worker.inHand()).isZero();
    }
    assertThat(db.dsl().fetchCount(CELERS_WORKERS)).isZero();

    try (Worker worker = worker(broker)) {
      assertThat(row().getId()).isNotEqualTo(first);
      assertThat(worker.inHand()).isZero();
    }
  }

  @Test
  void rowOfADeadWorkerIsSwept() {
    db.dsl()
        .insertInto(CELERS_WORKERS)
        .set(CELERS_WORKERS.ID, UUID.randomUUID())
        .set(CELERS_WORKERS.NAME, "dead")
        .set(CELERS_WORKERS.HOST, "somewhere")
        .set(CELERS_WORKERS.PROCESS_ID, 1L)
        .set(CELERS_WORKERS.QUEUES, new String[] {"mail"})
        .set(CELERS_WORKERS.CONCURRENCY, 1)
        .execute();
    db.clock().advance(Duration.ofMinutes(3));

    try (Worker worker = worker(db.broker())) {
      Recorder.patiently()
          .until(() -> db.dsl().fetchCount(CELERS_WORKERS, CELERS_WORKERS.NAME.eq("dead")) == 0);
      assertThat(worker.inHand()).isZero();
    }
  }

  private static Worker worker(JooqBroker broker) {
    return broker.worker().handle(BLOB, (bytes, task) -> {}).concurrency(3).start();
  }

  private static CelersWorkersRecord row() {
    Recorder.patiently().until(() -> db.dsl().fetchCount(CELERS_WORKERS) == 1);
    return db.dsl().fetchSingle(CELERS_WORKERS);
  }
}
