package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.SchemaException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.time.Duration;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making a broker: from a context, a data source or an address, and with wrong arguments. */
class BuilderIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void brokerOnADataSourceWorksAndLeavesItOpen() throws Exception {
    UUID id;
    try (JooqBroker broker = JooqBroker.builder(db.dataSource()).build()) {
      id = broker.enqueue(TASK).id();
    }

    assertThat(db.task(id)).isNotNull();
    assertThat(((HikariDataSource) db.dataSource()).isClosed()).isFalse();
  }

  @Test
  void brokerOnAnUnpooledDataSourceWorks() {
    JooqBroker broker = JooqBroker.builder(db.database().dataSource()).build();

    UUID id = broker.enqueue(TASK).id();

    assertThat(broker.queue("default").dequeue()).map(Delivery::id).contains(id);
  }

  @Test
  void brokerOnAnAddressHasAPoolOfItsOwnAndClosesIt() {
    String marker = "celers-" + UUID.randomUUID();
    JooqBroker broker =
        JooqBroker.builder(
                withParameter("ApplicationName=" + marker),
                db.database().user(),
                db.database().password())
            .build();

    UUID id = broker.enqueue(TASK).id();

    assertThat(broker.queue("default").dequeue()).map(Delivery::id).contains(id);
    assertThat(connectionsOf(marker)).isPositive();
    broker.close();
    await().until(() -> connectionsOf(marker) == 0);
    assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> broker.enqueue(TASK));
    assertThatNoException().isThrownBy(broker::close);
  }

  @Test
  void buildDoesNotTalkToTheDatabase() {
    try (JooqBroker broker =
        JooqBroker.builder("jdbc:postgresql://127.0.0.1:1/nowhere", "user", "pw").build()) {
      assertThat(broker).hasToString("broker in schema celers");
    }
  }

  @Test
  void passwordIsInNoTextAndNoException() {
    String password = "s3cr3t-password";
    JooqBrokerBuilder builder =
        JooqBroker.builder(
            "jdbc:postgresql://127.0.0.1:1/nowhere?connectTimeout=1&password=" + password,
            "user",
            password);

    assertThat(builder.toString()).doesNotContain(password);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> JooqBroker.builder("jdbc:mysql://u:" + password + "@h/db", "u", password).build())
        .withMessage("url must begin with jdbc:postgresql:");
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLDialect.class,
      names = {"DEFAULT", "H2", "MYSQL", "YUGABYTEDB"})
  void otherDialectsAreRefused(SQLDialect dialect) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JooqBroker.on(DSL.using(dialect)))
        .withMessage("the broker needs SQLDialect.POSTGRES, the configuration has " + dialect);
    assertThatIllegalArgumentException().isThrownBy(() -> db.broker().using(DSL.using(dialect)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Celers",
        "1celers",
        "celers-2",
        "celers.x",
        "\"celers\"",
        "ce lers",
        "cél",
        "a\0",
        "a234567890123456789012345678901234567890123456789"
      })
  void wrongSchemaNamesAreRefused(String schema) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JooqBroker.builder(db.dsl()).schema(schema))
        .withMessage("schema must match [a-z_][a-z0-9_]{0,47}, was " + schema);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_such_schema", "select", "_", "pg_catalog"})
  void missingSchemaIsToldWithAdvice(String schema) {
    JooqBroker broker = JooqBroker.builder(db.dsl()).schema(schema).build();

    assertThatExceptionOfType(SchemaException.class)
        .isThrownBy(() -> broker.enqueue(TASK))
        .withMessageContaining(" in schema " + schema + ": ")
        .withMessageContaining("run BrokerSchema.migrate, or name the right schema");
    assertThat(broker).hasToString("broker in schema " + schema);
  }

  @Test
  void emptyDatabaseIsToldByEveryCall() {
    try (var empty = ThrowawayPostgres.shared().emptyDatabase()) {
      JooqBroker broker = JooqBroker.builder(empty.dataSource()).build();

      for (Runnable call :
          new Runnable[] {
            () -> broker.enqueue(TASK),
            () -> broker.queue("default").dequeue(),
            () -> broker.deadLetters().find(UUID.randomUUID()),
            () -> broker.tasks().cancel(UUID.randomUUID(), ""),
            () -> broker.maintenance().reap(1)
          }) {
        assertThatExceptionOfType(SchemaException.class)
            .isThrownBy(call::run)
            .withMessageContaining("BrokerSchema.migrate")
            .satisfies(missing -> assertThat(missing.sqlState()).isEqualTo("42P01"));
      }
    }
  }

  @Test
  void wrongSettingsAreRefusedWithValueAndRange() {
    JooqBrokerBuilder builder = JooqBroker.builder(db.dsl());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.lease(Duration.ZERO))
        .withMessage("lease must be above zero and at most PT87648H, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.lease(Duration.ofDays(3_653)))
        .withMessageStartingWith("lease must be");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.workerId(""))
        .withMessage("workerId must have 1..255 bytes, was empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.workerId("w".repeat(256)))
        .withMessageStartingWith("workerId must have at most 255 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxPayloadBytes(-1))
        .withMessage("maxPayloadBytes must be 0..67108864, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxPayloadBytes((1 << 26) + 1))
        .withMessage("maxPayloadBytes must be 0..67108864, was 67108865");
  }

  @Test
  void workerCallsItselfByProcessAndHostUnlessItIsTold() {
    UUID id = db.broker().enqueue(TASK).id();

    assertThat(db.broker().queue("default").dequeue()).isPresent();

    assertThat(db.task(id).getWorkerId())
        .startsWith(ProcessHandle.current().pid() + "@")
        .hasSizeGreaterThan(3);
  }

  private static String withParameter(String parameter) {
    String url = db.database().jdbcUrl();
    return url + (url.contains("?") ? "&" : "?") + parameter;
  }

  private static int connectionsOf(String application) {
    return db.dsl()
        .fetchSingle(
            "select count(*)::int from pg_stat_activity where application_name = ?", application)
        .get(0, Integer.class);
  }
}
