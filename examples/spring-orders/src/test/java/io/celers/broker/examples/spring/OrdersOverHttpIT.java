package io.celers.broker.examples.spring;

import static io.celers.broker.examples.spring.db.Tables.INVOICES;
import static io.celers.broker.examples.spring.db.Tables.ORDERS;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import io.celers.broker.worker.Worker;
import java.math.BigDecimal;
import java.time.Duration;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext // closes the application now, not when the server of the tests goes, too
class OrdersOverHttpIT {

  private static final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired private DSLContext ctx;
  @Autowired private JooqBroker broker;
  @Autowired private Invoices invoices;

  @Value("${local.server.port}")
  private int port;

  private RestTestClient client;

  @DynamicPropertySource
  static void connect(DynamicPropertyRegistry properties) {
    properties.add("spring.datasource.url", database::jdbcUrl);
    properties.add("spring.datasource.username", database::user);
    properties.add("spring.datasource.password", database::password);
  }

  @BeforeEach
  void bind() {
    client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
  }

  @Test
  void orderIsInvoicedByTheWorker() {
    PlacedOrder placed = placed("{\"customer\": \"Ada\", \"amount\": 42.00}");
    assertThat(placed.invoice()).isNull();
    assertThat(placed.task()).isEqualTo("pending");

    await().atMost(PATIENCE).until(() -> "completed".equals(found(placed.id()).task()));

    assertThat(found(placed.id()).invoice()).isNotNull();
    assertThat(found(placed.id()).deliveries()).isEqualTo(1);
    assertThat(ctx.fetchCount(INVOICES, INVOICES.ORDER_ID.eq(placed.id()))).isEqualTo(1);
  }

  @Test
  void exceptionAfterTheEnqueueLeavesNeitherOrderNorTask() {
    int orders = ctx.fetchCount(ORDERS);
    int tasks = ctx.fetchCount(CELERS_TASKS);

    post("{\"customer\": \"Edsger\", \"amount\": 99999.00}")
        .expectStatus()
        .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("no credit for 99999.00 of Edsger");

    assertThat(ctx.fetchCount(ORDERS)).isEqualTo(orders);
    assertThat(ctx.fetchCount(CELERS_TASKS)).isEqualTo(tasks);
  }

  @Test
  void whatCannotBeDoneIsAProblem() {
    post("{\"customer\": \"\", \"amount\": -1}")
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    client
        .get()
        .uri("/orders/4711")
        .exchange()
        .expectStatus()
        .isNotFound()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void serviceWritesInTheTransactionOfTheHandlerThatCallsIt() {
    long order =
        ctx.insertInto(ORDERS, ORDERS.CUSTOMER, ORDERS.AMOUNT)
            .values("Grace", BigDecimal.ONE)
            .returningResult(ORDERS.ID)
            .fetchSingle()
            .value1();
    TaskType<Long> failing = TaskType.of("failing", Long.class).queue("failing").maxRetries(0);
    broker.enqueue(failing.with(order));

    try (Worker worker =
        broker
            .worker()
            .handleInTransaction(
                failing,
                (tx, orderId, task) -> {
                  invoices.issue(orderId);
                  throw new IllegalStateException("after the invoice");
                })
            .start()) {
      await()
          .atMost(PATIENCE)
          .until(() -> broker.deadLetters().count(DeadLetterQuery.all().queues("failing")) == 1);
    }

    assertThat(found(order).invoice()).isNull();
  }

  @Test
  void healthShowsTheBroker() {
    client
        .get()
        .uri("/actuator/health")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.components.broker.status")
        .isEqualTo("UP")
        .jsonPath("$.components.broker.details.schema")
        .isEqualTo(1);
  }

  @Test
  void prometheusShowsTheBroker() {
    placed("{\"customer\": \"Ada\", \"amount\": 1}");

    String metrics =
        client
            .get()
            .uri("/actuator/prometheus")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();

    assertThat(metrics)
        .contains("celers_tasks_enqueued_total ")
        .contains("celers_queue_size ")
        .contains("celers_dlq_size ");
  }

  private PlacedOrder placed(String order) {
    return post(order)
        .expectStatus()
        .isCreated()
        .expectBody(PlacedOrder.class)
        .returnResult()
        .getResponseBody();
  }

  private PlacedOrder found(long id) {
    return client
        .get()
        .uri("/orders/{id}", id)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(PlacedOrder.class)
        .returnResult()
        .getResponseBody();
  }

  private RestTestClient.ResponseSpec post(String order) {
    return client
        .post()
        .uri("/orders")
        .contentType(MediaType.APPLICATION_JSON)
        .body(order)
        .exchange();
  }
}
