package io.celers.broker.jooq.security;

import static io.celers.broker.jooq.security.Canary.CANARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.celers.broker.codec.EncryptingCodec;
import io.celers.broker.codec.EncryptionKeys;
import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.codec.Jackson3Codec;
import io.celers.broker.jooq.metrics.BrokerMetrics;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Paths that fail, with canaries in all that is secret: none comes out in a log or an exception.
 */
class LeakedSecretsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @RegisterExtension final Canary canary = new Canary();

  private record Card(String number) {}

  private static final UUID ID = new UUID(47, 11);

  private static final TaskType<Card> CHARGE = TaskType.of("charge", Card.class);
  private static final NewTask<Card> TASK =
      CHARGE
          .with(new Card(CANARY))
          .header("authorization", CANARY)
          .tag(CANARY)
          .idempotencyKey(CANARY);

  @Test
  void databaseThatRefusesARowQuotesNothing() {
    refuseChangesWithTheirRows();

    Throwable enqueue = thrownBy(() -> db.broker().enqueue(TASK));
    Throwable all = thrownBy(() -> db.broker().enqueueAll(List.of(TASK, TASK.queue("q"))));
    Throwable bulk =
        thrownBy(
            () ->
                db.broker()
                    .enqueueBulk(
                        Stream.of(CHARGE.with(new Card(CANARY)).header("authorization", CANARY))));

    assertThat(List.of(enqueue, all, bulk))
        .allSatisfy(thrown -> assertThat(thrown).hasMessageContaining("P0042"));
    canary.assertNothingLeaked();
  }

  @Test
  void workerThatCannotSettleLogsThatAlone() {
    db.broker().enqueue(TASK);
    refuseCompletionsWithTheirRows();

    try (Worker worker =
        db.broker()
            .worker()
            .handle(CHARGE, (card, task) -> {})
            .closeTimeout(Duration.ofMillis(100))
            .start()) {
      Awaitility.await().until(() -> canary.logged().contains("P0042"));
    }

    canary.assertNothingLeaked();
  }

  @Test
  void workerThatCannotReadAPayloadTellsTheClassAlone() {
    UUID id =
        db.broker()
            .enqueue(
                NewTask.ofBytes("charge", CANARY.getBytes(StandardCharsets.UTF_8))
                    .header("authorization", CANARY))
            .id();
    db.dsl().execute("update celers.celers_tasks set codec = 'json'");

    try (Worker worker = db.broker().worker().handle(CHARGE, (card, task) -> {}).start()) {
      Awaitility.await().until(() -> db.broker().deadLetters().find(id).isPresent());
    }

    assertThat(db.deadLetter(id).getErrorMessage()).doesNotContain(CANARY);
    canary.assertNothingLeaked();
  }

  @Test
  void codecThatQuotesWhatItCannotDoIsNotQuoted() {
    PayloadCodec talkative =
        new PayloadCodec() {
          @Override
          public String name() {
            return "talkative";
          }

          @Override
          public byte[] encode(Object value, PayloadContext context) {
            throw new IllegalStateException("cannot write " + value);
          }

          @Override
          public Object decode(byte[] bytes, PayloadContext context) {
            throw new IllegalStateException("cannot read " + HexFormat.of().formatHex(bytes));
          }
        };

    thrownBy(() -> db.broker().enqueue(CHARGE.codec(talkative).with(new Card(CANARY))));

    canary.assertNothingLeaked();
  }

  @Test
  void resultThatCannotBeWrittenIsNotQuoted() {
    db.broker().enqueue(TASK);
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
    List<Object> cyclic = new ArrayList<>(List.of(CANARY));
    cyclic.add(cyclic);

    thrownBy(() -> db.broker().ack(delivery, TaskResult.success(delivery).value(cyclic)));

    assertThat(delivery.toString()).doesNotContain(CANARY);
    canary.assertNothingLeaked();
  }

  @Test
  void fileThatIsNoExportIsNotQuoted() {
    String file =
        """
        {"format":"celers-export","version":1,"kind":"tasks"}
        {"id":"%s"}
        """
            .formatted(CANARY);

    thrownBy(
        () ->
            db.broker()
                .tasks()
                .importFrom(
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                    imported -> {}));

    canary.assertNothingLeaked();
  }

  @Test
  void passwordsOfConnectionsAreNotShown() {
    String url = db.database().jdbcUrl() + "?sslpassword=" + CANARY;
    String typingError = "jdbc:postgresql://127.0.0.1:port/shop?password=" + CANARY;

    try (JooqBroker broker = JooqBroker.builder(url, "app", CANARY).build()) {
      assertThat(broker.toString()).doesNotContain(CANARY);
    }
    thrownBy(() -> JooqBroker.builder(typingError, "app", CANARY).build().close());

    canary.assertNothingLeaked();
  }

  @Test
  void keysAreNotShown() {
    byte[] secret = CANARY.repeat(2).substring(0, 32).getBytes(StandardCharsets.UTF_8);
    EncryptionKeys keys = EncryptionKeys.writing("k1", secret);
    EncryptingCodec codec = EncryptingCodec.of(Jackson3Codec.withDefaults(), keys);
    JooqBroker broker = JooqBroker.builder(db.dsl()).codec(codec).build();
    broker.enqueue(TASK);
    db.dsl().execute("update celers.celers_tasks set payload = '\\x0102'::bytea");

    Object payload = broker.payload(broker.queue("default").dequeue().orElseThrow(), CHARGE);

    assertThat(payload + " " + codec + " " + keys + " " + broker).doesNotContain(CANARY);
    canary.assertNothingLeaked();
  }

  @Test
  void metricsAndNotificationsHoldNamesAlone() throws SQLException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    JooqBroker broker = JooqBroker.on(db.dsl());
    new BrokerMetrics(broker.metrics(), Duration.ZERO).bindTo(registry);
    try (Session listening = Session.open(db)) {
      listening.dsl().execute("listen celers_wake_up");
      db.dsl()
          .execute(
              "insert into celers.celers_sleepers select topic, now() + interval '1 hour',"
                  + " gen_random_uuid() from (values ('queue default'), ('result ' || ?)) t"
                  + " (topic)",
              ID);

      broker.enqueue(CHARGE.with(new Card(CANARY)).header("h", CANARY).tag(CANARY).id(ID));
      broker.enqueueBulk(Stream.of(CHARGE.with(new Card(CANARY)).header("h", CANARY)));
      broker.reject(broker.queue("default").dequeue().orElseThrow(), Rejection.retry(CANARY));
      Delivery delivery = broker.queue("default").dequeue().orElseThrow();
      broker.ack(delivery, TaskResult.success(delivery).value(CANARY));
      broker.results().store(TaskResult.of(ID, "charge", ResultStatus.SUCCESS).value(CANARY));

      PGConnection connection = listening.connection().unwrap(PGConnection.class);
      Set<String> heard = new LinkedHashSet<>();
      Awaitility.await()
          .untilAsserted(
              () -> {
                for (PGNotification each : connection.getNotifications()) {
                  heard.add(each.getName() + " " + each.getParameter());
                }
                assertThat(heard)
                    .containsExactly("celers_wake_up queue default", "celers_wake_up result " + ID);
              });
    }
    assertThat(registry.scrape()).contains("charge");
    Canary.assertSecret(registry.scrape());
    canary.assertNothingLeaked();
  }

  /** As a constraint or trigger of somebody's might: with the row in its details. */
  private static void refuseChangesWithTheirRows() {
    refuse("insert", "true");
  }

  private static void refuseCompletionsWithTheirRows() {
    refuse("update", "new.state = 'completed'");
  }

  private static void refuse(String change, String condition) {
    db.dsl()
        .execute(
            """
            create or replace function celers.refuse() returns trigger language plpgsql as
            $$ begin raise exception using errcode = 'P0042', message = 'no',
              detail = new::text || convert_from(new.payload, 'UTF8'), hint = new.metadata::text; end $$
            """);
    db.dsl()
        .execute(
            "create trigger refuse before %s on celers.celers_tasks for each row when (%s)"
                    .formatted(change, condition)
                + " execute function celers.refuse()");
  }

  @AfterEach
  void refuseNothing() {
    db.dsl().execute("drop trigger if exists refuse on celers.celers_tasks");
  }

  /** What is thrown, after a look that it gives nothing away. */
  private static Throwable thrownBy(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    Canary.assertSecret(thrown);
    return thrown;
  }
}
