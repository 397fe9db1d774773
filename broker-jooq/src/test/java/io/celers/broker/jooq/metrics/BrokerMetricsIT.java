package io.celers.broker.jooq.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.metrics.MetricsSource;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a scrape over HTTP shows, read by a parser that is not ours. */
class BrokerMetricsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Map<String, String> OF_MAIL = Map.of("task_name", "mail");
  private static final NewTask<byte[]> MAIL = NewTask.ofBytes("mail", new byte[] {1});
  private static final NewTask<byte[]> BILL = NewTask.ofBytes("bill", new byte[] {1});

  private PrometheusMeterRegistry registry;
  private JooqBroker broker;

  @BeforeEach
  void freshRegistry() {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    broker = JooqBroker.on(db.dsl());
    new BrokerMetrics(broker.metrics(), Duration.ZERO).bindTo(registry);
  }

  @Test
  void prometheusReadsTheFiveNames() throws IOException {
    broker.enqueueAll(List.of(MAIL, MAIL, MAIL, BILL));
    claim();
    broker.reject(claim(), Rejection.deadLetter("bounced"));

    Scrape scrape = Scrape.of(registry);

    assertThat(scrape.value("celers_tasks_enqueued_total")).isEqualTo(4);
    assertThat(scrape.value("celers_tasks_enqueued_by_type", OF_MAIL)).isEqualTo(3);
    assertThat(scrape.value("celers_tasks_enqueued_by_type", Map.of("task_name", "bill")))
        .isEqualTo(1);
    assertThat(scrape.value("celers_queue_size")).isEqualTo(2);
    assertThat(scrape.value("celers_processing_queue_size")).isEqualTo(1);
    assertThat(scrape.value("celers_dlq_size")).isEqualTo(1);
  }

  @Test
  void everyMeterIsThereFromTheFirstTaskOn() throws IOException {
    broker.enqueue(MAIL);

    assertThat(Scrape.of(registry).names())
        .containsExactly(
            "celers_dlq_size",
            "celers_oldest_pending_seconds",
            "celers_oldest_processing_seconds",
            "celers_pool_connections",
            "celers_pool_max_connections",
            "celers_pool_waiting_threads",
            "celers_processing_queue_size",
            "celers_queue_size",
            "celers_task_dead_letters_total",
            "celers_task_lease_losses_total",
            "celers_task_pickup_seconds",
            "celers_task_pickup_seconds_max",
            "celers_task_retries_total",
            "celers_task_run_seconds",
            "celers_task_run_seconds_max",
            "celers_tasks_enqueued_by_type",
            "celers_tasks_enqueued_total");
  }

  @Test
  void pickupIsTimedByTheClockOfTheDatabase() throws IOException {
    broker.enqueue(MAIL);
    db.clock().advance(Duration.ofSeconds(40));

    broker.ack(claim());

    Scrape scrape = Scrape.of(registry);
    assertThat(scrape.bucket("celers_task_pickup_seconds", OF_MAIL, 30)).isZero();
    assertThat(scrape.bucket("celers_task_pickup_seconds", OF_MAIL, 60)).isEqualTo(1);
    assertThat(scrape.bucket("celers_task_run_seconds", OF_MAIL, 3600)).isEqualTo(1);
  }

  @Test
  void retriesDeadLettersAndLeaseLossesAreCountedByName() throws IOException {
    broker.enqueueAll(List.of(MAIL.priority(9), MAIL, BILL.priority(1)));
    broker.reject(claim(), Rejection.retry("mail server is down").after(Duration.ofHours(1)));
    broker.reject(claim(), Rejection.deadLetter("no such address"));
    Delivery slow = claim();
    db.clock().advance(Duration.ofMinutes(10));
    Delivery next = claim();
    assertThat(broker.ackAll(List.of(slow, slow))).hasOnlyElementsOfType(NotHeld.LeaseLost.class);
    broker.ack(next);

    Scrape scrape = Scrape.of(registry);

    assertThat(scrape.value("celers_task_retries_total", OF_MAIL)).isEqualTo(1);
    assertThat(scrape.value("celers_task_dead_letters_total", OF_MAIL)).isEqualTo(1);
    assertThat(scrape.value("celers_task_lease_losses_total", OF_MAIL)).isZero();
    assertThat(scrape.value("celers_task_lease_losses_total", Map.of("task_name", "bill")))
        .isEqualTo(1);
  }

  @Test
  void settlementsInATransactionOfTheApplicationAreNotCounted() throws IOException {
    broker.enqueue(MAIL);
    Delivery delivery = claim();

    db.dsl().transaction(tx -> broker.using(tx).reject(delivery, Rejection.deadLetter("no")));

    assertThat(Scrape.of(registry).value("celers_task_dead_letters_total", OF_MAIL)).isZero();
  }

  @Test
  void transactionalHandlersAreCountedOnceTheyAreCommitted() throws Exception {
    TaskType<byte[]> mail = TaskType.ofBytes("mail");
    CountDownLatch settled = new CountDownLatch(2);
    broker.enqueueAll(List.of(mail.with(new byte[1]), mail.with(new byte[0]).maxRetries(0)));

    try (Worker worker =
        broker
            .worker()
            .handleInTransaction(
                mail,
                (tx, payload, task) -> {
                  if (payload.length == 0) {
                    throw new IOException("bounced");
                  }
                })
            .listener(
                new WorkerListener() {
                  @Override
                  public void settled(Delivery delivery, Settlement.Settled settlement) {
                    settled.countDown();
                  }
                })
            .start()) {
      assertThat(settled.await(60, TimeUnit.SECONDS)).isTrue();
    }

    Scrape scrape = Scrape.of(registry);
    assertThat(scrape.bucket("celers_task_run_seconds", OF_MAIL, 3600)).isEqualTo(2);
    assertThat(scrape.value("celers_task_dead_letters_total", OF_MAIL)).isEqualTo(1);
  }

  @Test
  void agesAndThePoolAreShown() throws IOException {
    broker.enqueueAll(List.of(MAIL, MAIL));
    db.clock().advance(Duration.ofMinutes(2));
    claim();
    db.clock().advance(Duration.ofMinutes(1));

    Scrape scrape = Scrape.of(registry);

    assertThat(scrape.value("celers_oldest_pending_seconds")).isBetween(180.0, 200.0);
    assertThat(scrape.value("celers_oldest_processing_seconds")).isBetween(60.0, 80.0);
    assertThat(scrape.value("celers_pool_max_connections"))
        .isEqualTo(((HikariDataSource) db.dataSource()).getMaximumPoolSize());
  }

  @Test
  void allWhoAskInAnIntervalShareOneMeasurement() throws Exception {
    StatementCounter statements = new StatementCounter();
    JooqBroker counted = statements.brokerOn(db.dsl());
    int measurement = statements.during(() -> counted.monitoring().queues(Duration.ZERO));
    PrometheusMeterRegistry shared = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MetricsSource source = counted.metrics();
    new BrokerMetrics(source).bindTo(shared);

    assertThat(statements.during(() -> scrapeTogether(shared)))
        .as("that of a moment ago will do")
        .isZero();
    assertThat(statements.during(() -> source.snapshot(Duration.ZERO))).isEqualTo(measurement);
  }

  @Test
  void withoutADatabaseTheCountsAreStillThere() {
    JooqBroker refused =
        JooqBroker.on(
            DSL.using(
                new DataSourceConnectionProvider(db.dataSource()) {
                  @Override
                  public Connection acquire() {
                    throw new DataAccessException(
                        "no connection", new SQLException("no connection", "08001"));
                  }
                },
                SQLDialect.POSTGRES));
    PrometheusMeterRegistry alone = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new BrokerMetrics(refused.metrics()).bindTo(alone);

    assertThat(alone.scrape()).contains("celers_queue_size NaN", "celers_tasks_enqueued_total 0.0");
  }

  private Delivery claim() {
    return broker.queue("default").dequeue().orElseThrow();
  }

  private static void scrapeTogether(PrometheusMeterRegistry registry) {
    try {
      Together.run(4, thread -> registry.scrape());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
