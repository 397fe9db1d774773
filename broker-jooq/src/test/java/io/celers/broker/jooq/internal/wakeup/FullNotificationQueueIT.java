package io.celers.broker.jooq.internal.wakeup;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Severity;
import io.celers.broker.error.ResourcesExhaustedException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.NewTask;
import io.celers.broker.testdb.EmbeddedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose notifications are not taken by one who listens. */
class FullNotificationQueueIT {

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("task", new byte[] {1});

  /** The smallest that can be set, half a megabyte. */
  private static final Map<String, String> SMALL_QUEUE =
      Map.of("max_notify_queue_pages", "64", "fsync", "off");

  private static final String FULL = "54000";

  @TempDir private Path folder;

  @Test
  void enqueueThatCannotNotifyLeavesNothingAndABrokerWithoutNotificationsGoesOn() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.durable(folder, SMALL_QUEUE)) {
      BrokerSchema.migrate(server.dataSource());
      DSLContext ctx = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
      JooqBroker broker = JooqBroker.on(ctx);
      NoteSleep.execute(
          ctx, List.of(Topic.queue("default")), UUID.randomUUID(), Duration.ofHours(1));
      assertThat(advice(broker).severity()).isEqualTo(Severity.OK);

      try (Connection listener = server.dataSource().getConnection()) {
        listenAndTakeNothing(listener);
        fill(ctx);

        ResourcesExhaustedException refused =
            catchThrowableOfType(ResourcesExhaustedException.class, () -> broker.enqueue(TASK));
        assertThat(refused.sqlState()).isEqualTo(FULL);
        DataAccessException commit =
            catchThrowableOfType(
                DataAccessException.class,
                () -> ctx.transaction(tx -> broker.using(tx).enqueue(TASK)));
        assertThat(commit.sqlState()).isEqualTo(FULL);
        assertThat(ctx.fetchCount(CELERS_TASKS)).isZero();

        broker.withoutNotifications().enqueue(TASK);
        ctx.transaction(tx -> broker.withoutNotifications().using(tx).enqueue(TASK));
        assertThat(ctx.fetchCount(CELERS_TASKS)).isEqualTo(2);
        assertThat(advice(broker).severity()).isEqualTo(Severity.CRITICAL);
      }

      // the server notices a moment later that the listener has gone
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> advice(broker).severity() == Severity.OK);
      broker.enqueue(TASK);
      assertThat(broker.queue("default").dequeue(10)).hasSize(3);
    }
  }

  private static Finding advice(JooqBroker broker) {
    return broker.advisor().advise().findings().stream()
        .filter(finding -> finding.rule().equals("notification-queue"))
        .findFirst()
        .orElseThrow();
  }

  private static void listenAndTakeNothing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen elsewhere");
      connection.setAutoCommit(false);
      statement.execute("select 1");
    }
  }

  private static void fill(DSLContext ctx) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(
            () ->
                ctx.execute(
                    "select pg_notify('elsewhere', i || repeat('x', 7900))"
                        + " from generate_series(1, 100) i"))
        .satisfies(full -> assertThat(full.sqlState()).isEqualTo(FULL));
  }
}
