package io.celers.broker.examples.reliability.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker over links that carry a byte in a second from some moment on. */
class TricklingLinkIT {

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final NewTask<byte[]> TASK = BLOB.with(new byte[] {1});
  private static final int TRICKLE = 1;

  private static HarnessServer server;
  private PostgresProxy proxy;

  @BeforeAll
  static void start() throws SQLException {
    server = HarnessServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void listen() throws SQLException {
    server.execute("delete from celers.celers_tasks");
    proxy = PostgresProxy.before(server.port(), Duration.ZERO);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void verbGoesOnOverAnotherConnectionAndLeavesTheOneThatTrickles() throws Exception {
    try (HikariDataSource pool = pool(1)) {
      JooqBroker broker = JooqBroker.on(DSL.using(pool, SQLDialect.POSTGRES));
      broker.enqueue(TASK);
      int trickling = backend(pool);
      proxy.links().forEach(link -> link.throttle(TRICKLE));

      broker.enqueue(TASK);

      assertThat(backend(pool)).isNotEqualTo(trickling);
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isOne();
    }
    assertThat(server.number("select count(*) from celers.celers_tasks")).isEqualTo(2);
  }

  @Test
  void workerGoesOnOverOtherConnections() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch both = new CountDownLatch(2);
    WorkerListener counting =
        new WorkerListener() {
          @Override
          public void settled(Delivery delivery, Settlement.Settled settlement) {
            first.countDown();
            both.countDown();
          }
        };
    try (HikariDataSource pool = pool(6);
        HikariDataSource direct = poolOn(server.port(), 1);
        Worker worker =
            JooqBroker.on(DSL.using(pool, SQLDialect.POSTGRES))
                .worker()
                .handle(BLOB, (bytes, task) -> {})
                .lease(Duration.ofSeconds(3))
                .listener(counting)
                .start()) {
      JooqBroker producer = JooqBroker.on(DSL.using(direct, SQLDialect.POSTGRES));
      producer.enqueue(TASK);
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      proxy.links().forEach(link -> link.throttle(TRICKLE));

      producer.enqueue(TASK);

      assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.inHand()).isZero();
    }
  }

  private HikariDataSource pool(int size) {
    return poolOn(proxy.port(), size);
  }

  private static HikariDataSource poolOn(int port, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.urlBy(port) + "?socketTimeout=1");
    config.setUsername(server.user());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static int backend(HikariDataSource pool) {
    return DSL.using(pool, SQLDialect.POSTGRES)
        .fetchSingle("select pg_backend_pid()")
        .get(0, Integer.class);
  }
}
