package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.PoolFigures;
import io.celers.broker.monitoring.Problem;
import io.celers.broker.task.TaskType;
import java.sql.Connection;
import java.time.Duration;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");

  @Test
  void healthyBrokerTellsVersionsLatencyAndPool() throws Exception {
    Health health;
    try (Connection used = db.dataSource().getConnection()) {
      assertThat(used.isValid(1)).isTrue();
      health = JooqBroker.on(db.dsl()).monitoring().health();
    }

    assertThat(health.isUp()).isTrue();
    assertThat(health.serverVersion())
        .isEqualTo(db.dsl().fetchSingle("show server_version").get(0, String.class));
    assertThat(health.schemaVersion()).isEqualTo(1);
    assertThat(health.roundTrip()).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
    assertThat(health.readOnly()).isFalse();
    assertThat(health.freshness().behind()).isEmpty();
    PoolFigures pool = health.pool().orElseThrow();
    assertThat(pool.maximum()).isEqualTo(16);
    assertThat(pool.active()).isPositive();
    assertThat(pool.total()).isEqualTo(pool.active() + pool.idle());
    assertThat(pool.isExhausted()).isFalse();
  }

  @Test
  void connectionWithoutAPoolHasNoPoolFigures() throws Exception {
    try (Connection connection = db.database().dataSource().getConnection()) {
      Health health =
          JooqBroker.on(DSL.using(connection, SQLDialect.POSTGRES)).monitoring().health();

      assertThat(health.pool()).isEmpty();
    }
  }

  @Test
  void readOnlyConnectionIsCritical() throws Exception {
    try (Connection connection = db.database().dataSource().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);

      Health health =
          JooqBroker.on(DSL.using(connection, SQLDialect.POSTGRES)).monitoring().health();

      assertThat(health.readOnly()).isTrue();
      assertThat(health.isUp()).isFalse();
      assertThat(health.problems())
          .first()
          .extracting(Problem::severity)
          .isEqualTo(Problem.Severity.CRITICAL);
      connection.rollback();
    }
  }

  @Test
  void taskThatWaitsLongIsAProblemOfItsQueue() {
    db.broker().enqueue(MAIL.with(new byte[0]));
    db.clock().advance(Duration.ofMinutes(20));

    Health health = JooqBroker.on(db.dsl()).monitoring().health();

    assertThat(health.isUp()).isTrue();
    assertThat(health.problems())
        .extracting(Problem::what)
        .anyMatch(what -> what.startsWith("a task of the queue mail has been due for PT20M"));
  }

  @Test
  void figuresOfAnotherConnectionAreTheSame() {
    db.broker().enqueue(MAIL.with(new byte[0]));

    assertThat(db.broker().monitoring(db.dsl()).queues().queues())
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(Duration.class)
        .isEqualTo(db.broker().monitoring().queuesExact().queues());
  }
}
