package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.jooq.testkit.SharedSessions;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every transaction in another session of the server. */
class PoolerOfTransactionsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();
  private HikariDataSource pool;

  @BeforeEach
  void open() {
    pool = new HikariDataSource();
    pool.setDataSource(SharedSessions.of(db.database().dataSource()));
    pool.setMaximumPoolSize(6);
    pool.setMinimumIdle(0);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void allVerbsWork() {
    EveryVerb.on(JooqBroker.builder(pool).build());
  }

  @Test
  void workerWorks() {
    CountDownLatch extended = new CountDownLatch(1);
    db.broker().enqueueAll(Collections.nCopies(20, BLOB.with(new byte[] {1})));

    try (JooqBroker broker = JooqBroker.builder(pool).build();
        Worker worker =
            broker
                .worker()
                .handle(BLOB, (bytes, task) -> extended.await())
                .concurrency(2)
                .lease(Duration.ofSeconds(1))
                .listener(recorder)
                .start()) {
      Recorder.patiently().until(() -> recorder.extended.get() > 0);
      extended.countDown();
      recorder.awaitSettled(20);
      broker.enqueue(BLOB.with(new byte[] {1}));
      recorder.awaitSettled(21);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(recorder.started).hasSize(21).allMatch(delivery -> delivery.deliveries() == 1);
    assertThat(recorder.lost).isEmpty();
  }

  /** The proof that these connections are what they are taken for. */
  @Test
  void sessionChangesWithTheTransaction() {
    DSLContext ctx = DSL.using(pool, SQLDialect.POSTGRES);

    ctx.connection(
        connection -> {
          DSLContext one = DSL.using(connection, SQLDialect.POSTGRES);
          assertThat(pid(one)).isNotEqualTo(pid(one));
          one.transaction(tx -> assertThat(pid(tx.dsl())).isEqualTo(pid(tx.dsl())));
        });
  }

  private static Object pid(DSLContext ctx) {
    return ctx.fetchValue("select pg_backend_pid()");
  }
}
