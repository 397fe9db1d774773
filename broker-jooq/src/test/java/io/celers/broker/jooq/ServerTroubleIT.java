package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.Broker;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.testkit.ServerProcesses;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.NewTask;
import io.celers.broker.testdb.EmbeddedServer;
import io.celers.broker.testdb.StopMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that gives no connection, or takes those away that it gave. */
class ServerTroubleIT {

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("task", new byte[] {1});
  private static final UUID LOST = new UUID(0, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static EmbeddedServer server;
  private static DSLContext ctx;
  private static JooqBroker broker;

  @BeforeAll
  static void start() {
    server = EmbeddedServer.temporary();
    BrokerSchema.migrate(server.dataSource());
    ctx = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
    broker = JooqBroker.on(ctx);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void roleThatHasTooManyConnectionsGetsNone() {
    ctx.execute("create role crowded login connection limit 0");
    PGSimpleDataSource crowded = new PGSimpleDataSource();
    crowded.setUrl(server.jdbcUrl());
    crowded.setUser("crowded");

    DatabaseException refused = thrownBy(JooqBroker.builder(crowded).build());

    assertThat(refused).isInstanceOf(ConnectionLostException.class);
    assertThat(refused.sqlState()).isEqualTo("53300");
  }

  /** Asked to stop, it waits for the sessions that it has, and takes no other. */
  @Test
  void serverThatTakesNobodyInGivesNoConnection() throws Exception {
    try (Connection last = server.dataSource().getConnection()) {
      assertThat(last.isValid(1)).isTrue();
      ServerProcesses.of(server).main().destroy();
      Awaitility.await().atMost(PATIENCE).until(() -> !isOpenTo(server));

      DatabaseException refused = thrownBy(broker);

      assertThat(refused).isInstanceOf(ConnectionLostException.class);
      assertThat(refused.sqlState()).isEqualTo("57P03");
    } finally {
      server.restart(StopMode.FAST);
    }
    assertThat(broker.enqueue(TASK).id()).isNotNull();
  }

  /** The server ends all sessions then, as their shared memory may be damaged, and recovers. */
  @Test
  void sessionThatEndsBecauseAnotherOneCrashedIsALostConnection() throws Exception {
    try (Connection other = server.dataSource().getConnection();
        Connection connection = server.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      DSLContext tx = DSL.using(connection, SQLDialect.POSTGRES);
      broker.using(tx).enqueue(TASK.id(LOST));
      ProcessHandle session = ServerProcesses.session(connection);

      ServerProcesses.session(other).destroyForcibly();
      session.onExit().get();

      // The server tells 57P02 as a warning, and hangs up.
      DatabaseException lost = thrownBy(broker.using(tx));
      assertThat(lost).isInstanceOf(ConnectionLostException.class);
      assertThat(lost.sqlState()).isIn("57P02", "08006");
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              try {
                broker.enqueue(TASK);
                return true;
              } catch (ConnectionLostException stillRecovers) {
                return false;
              }
            });
    assertThat(broker.tasks().find(LOST)).isEmpty();
  }

  private static boolean isOpenTo(EmbeddedServer server) {
    try (Connection connection = server.dataSource().getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static DatabaseException thrownBy(Broker on) {
    DatabaseException thrown =
        catchThrowableOfType(DatabaseException.class, () -> on.enqueue(TASK));
    assertThat(thrown).isNotNull();
    return thrown;
  }
}
