package io.celers.broker.examples.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.ResourcesExhaustedException;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.SmallDisk;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** No space left for the tables, on a file system that is made for it. */
@Execution(ExecutionMode.SAME_THREAD)
class DiskFullIT {

  private static final String DISK_FULL = "53100";
  private static final int MEGABYTES = 64;
  private static final long PATIENCE_SECONDS = 60;
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  /** More than can be left of a page. */
  private static final byte[] LARGE = new byte[100_000];

  static {
    new Random(1).nextBytes(LARGE);
  }

  /** Counts down at each statement that finds the disk full. */
  private static final class Refusals implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch awaited = new CountDownLatch(2);

    @Override
    public void exception(ExecuteContext context) {
      SQLException thrown = context.sqlException();
      if (thrown != null && DISK_FULL.equals(thrown.getSQLState())) {
        awaited.countDown();
      }
    }
  }

  private final Refusals refusals = new Refusals();
  private SmallDisk disk;
  private HarnessServer server;
  private HikariDataSource pool;
  private JooqBroker broker;

  @BeforeEach
  void putTheTablesOnASmallDisk() throws SQLException {
    assumeThat(SmallDisk.obstacle()).as("why no small file system can be mounted").isEmpty();
    disk = SmallDisk.mount(MEGABYTES);
    server = HarnessServer.start();
    disk.take(server);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(server.user());
    pool = new HikariDataSource(config);
    broker =
        JooqBroker.on(
            DSL.using(
                new DefaultConfiguration()
                    .derive(pool)
                    .derive(SQLDialect.POSTGRES)
                    .derive(new DefaultExecuteListenerProvider(refusals))));
  }

  @AfterEach
  void takeItAway() {
    if (pool != null) {
      pool.close();
    }
    if (server != null) {
      server.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void verbsAreToldAndWorkAgainWhenThereIsSpace() {
    broker.enqueue(BLOB.with(new byte[] {1}));
    Delivery held = broker.queue("default").dequeue(1).get(0);
    disk.fill();

    assertThatExceptionOfType(ResourcesExhaustedException.class)
        .isThrownBy(() -> broker.enqueue(BLOB.with(LARGE)))
        .extracting(DatabaseException::sqlState)
        .isEqualTo(DISK_FULL);
    assertThatExceptionOfType(ResourcesExhaustedException.class)
        .isThrownBy(() -> broker.ack(held, result(held)))
        .extracting(DatabaseException::sqlState)
        .isEqualTo(DISK_FULL);

    disk.free();
    assertThat(broker.ack(held, result(held))).isInstanceOf(Settlement.Settled.class);
    broker.enqueue(BLOB.with(LARGE));
    assertThat(broker.queue("default").dequeue(10)).hasSize(1);
  }

  private static TaskResult result(Delivery delivery) {
    return TaskResult.success(delivery).value(LARGE);
  }

  @Test
  void workerKeepsWhatItCannotStoreUntilThereIsSpace() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch full = new CountDownLatch(1);
    CountDownLatch settled = new CountDownLatch(1);
    broker.enqueue(BLOB.with(new byte[] {1}));

    try (Worker worker =
        broker
            .worker()
            .handleWithOutcome(
                BLOB,
                (bytes, task) -> {
                  running.countDown();
                  full.await();
                  return Outcome.done(LARGE);
                })
            .listener(
                new WorkerListener() {
                  @Override
                  public void settled(Delivery delivery, Settlement.Settled settlement) {
                    settled.countDown();
                  }
                })
            .start()) {
      assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      disk.fill();
      full.countDown();
      assertThat(refusals.awaited.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.inHand()).isOne();

      disk.free();

      assertThat(settled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.number("select sum(deliveries) from celers.celers_tasks")).isOne();
  }
}
