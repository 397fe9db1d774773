package io.celers.broker.examples.spring;

import static io.celers.broker.examples.spring.db.Tables.INVOICES;
import static io.celers.broker.examples.spring.db.Tables.ORDERS;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.enums.CelersTaskState.completed;
import static io.celers.broker.generated.enums.CelersTaskState.pending;
import static io.celers.broker.generated.enums.CelersTaskState.processing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application is stopped while it is busy, as by a deployment. */
class GracefulStopIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int HANDLERS = 8;
  private static final int CLIENTS = 4;

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void everyAcceptedOrderIsInvoicedOnceAcrossAStop() {
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {
      DSLContext db = DSL.using(database.dataSource(), SQLDialect.POSTGRES);

      stopUnderLoad(start(database), db);

      assertThat(count(db, processing)).as("held by nobody").isZero();
      assertThat(db.fetchCount(INVOICES)).isEqualTo(count(db, completed)).isEqualTo(HANDLERS);
      assertThat(db.fetchCount(CELERS_TASKS)).isEqualTo(db.fetchCount(ORDERS));
      assertThat(db.select(ORDERS.ID).from(ORDERS).fetchSet(row -> "/orders/" + row.value1()))
          .containsAll(accepted);

      try (ConfigurableApplicationContext next = start(database)) {
        await().atMost(PATIENCE).until(() -> count(db, completed) == db.fetchCount(ORDERS));
      }

      assertThat(db.select(INVOICES.ORDER_ID).from(INVOICES).fetch(INVOICES.ORDER_ID))
          .containsExactlyInAnyOrderElementsOf(db.select(ORDERS.ID).from(ORDERS).fetch(ORDERS.ID));
      assertThat(db.fetchCount(CELERS_TASKS, CELERS_TASKS.DELIVERIES.ne(1)))
          .as("a stop is no failed delivery")
          .isZero();
    }
  }

  /** Stops it while clients place orders, all handlers run and others are prefetched. */
  private void stopUnderLoad(ConfigurableApplicationContext app, DSLContext db) {
    URI orders = URI.create("http://localhost:%s/orders".formatted(port(app)));
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    CompletableFuture<Void> stop =
        db.transactionResult(
            tx -> {
              tx.dsl().execute("lock table shop.invoices in share mode");
              Stream.generate(
                      () -> CompletableFuture.runAsync(() -> placeUntilStopped(orders), threads))
                  .limit(CLIENTS)
                  .forEach(clients::add);
              await().atMost(PATIENCE).until(() -> accepted.size() > 10 * HANDLERS);
              await().atMost(PATIENCE).until(() -> count(db, processing) > HANDLERS);
              CompletableFuture<Void> stopping = CompletableFuture.runAsync(app::close, threads);
              await().atMost(PATIENCE).until(() -> count(db, processing) == HANDLERS);
              return stopping;
            });
    stop.join();
    clients.forEach(CompletableFuture::join);
    assertThat(count(db, pending)).as("left for the next one").isPositive();
  }

  private void placeUntilStopped(URI orders) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest order =
        HttpRequest.newBuilder(orders)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"customer\": \"Ada\", \"amount\": 1}"))
            .build();
    try {
      while (true) {
        client
            .send(order, BodyHandlers.discarding())
            .headers()
            .firstValue("Location")
            .ifPresent(accepted::add);
      }
    } catch (IOException stopped) {
      // nobody listens any more
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConfigurableApplicationContext start(TestDatabase database) {
    return SpringApplication.run(
        OrdersApplication.class,
        "--server.port=0",
        "--spring.datasource.url=" + database.jdbcUrl(),
        "--spring.datasource.username=" + database.user(),
        "--spring.datasource.password=" + database.password());
  }

  private static String port(ConfigurableApplicationContext app) {
    return app.getEnvironment().getRequiredProperty("local.server.port");
  }

  private static int count(DSLContext db, CelersTaskState state) {
    return db.fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(state));
  }
}
