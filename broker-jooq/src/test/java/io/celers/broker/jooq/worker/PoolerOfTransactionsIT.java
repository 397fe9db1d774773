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
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Every transaction in another session of the server: through PgBouncer where {@code
 * broker.pgbouncer} says at which address it is, as {@code .ci/dump-and-restore} does, else through
 * what stands in for it.
 */
class PoolerOfTransactionsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();
  private HikariDataSource pool;

  @BeforeEach
  void open() {
    pool = new HikariDataSource();
    pool.setDataSource(pooled());
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
          Recorder.patiently().until(() -> !pid(one).equals(pid(one)));
          one.transaction(tx -> assertThat(pid(tx.dsl())).isEqualTo(pid(tx.dsl())));
        });
  }

  private static DataSource pooled() {
    String address = System.getProperty("broker.pgbouncer");
    if (address == null) {
      return SharedSessions.of(db.database().dataSource());
    }
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl("jdbc:postgresql://" + address + "/" + db.database().name());
    dataSource.setUser(db.database().user());
    dataSource.setPrepareThreshold(0);
    return dataSource;
  }

  private static Object pid(DSLContext ctx) {
    return ctx.fetchValue("select pg_backend_pid()");
  }
}
