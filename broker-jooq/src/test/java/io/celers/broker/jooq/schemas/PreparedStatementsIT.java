package io.celers.broker.jooq.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.Broker;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** Statements that the server has kept from before a change of the tables. */
class PreparedStatementsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final int AT_ONCE = 1;

  private static final List<String> TABLES =
      List.of(
          "celers_tasks",
          "celers_deduplication",
          "celers_dead_letter_queue",
          "celers_task_results");

  @Test
  void allVerbsWorkAfterColumnsWereAdded() throws SQLException {
    try (Connection connection = preparing()) {
      EveryVerb.on(brokerOn(connection));
      assertThat(ctx(connection).fetchCount(DSL.table("pg_prepared_statements"))).isPositive();
      for (String table : TABLES) {
        db.dsl().execute("truncate celers." + table);
        db.dsl().execute("alter table celers." + table + " add column later text default 'x'");
      }
      try {
        EveryVerb.on(brokerOn(connection));
      } finally {
        for (String table : TABLES) {
          db.dsl().execute("alter table celers." + table + " drop column later");
        }
      }
    }
  }

  /** In autocommit mode the driver makes a new plan by itself; in a transaction nobody can. */
  @Test
  void columnThatChangedItsTypeIsReadByANewPlan() throws SQLException {
    try (Connection connection = preparing()) {
      Broker broker = brokerOn(connection);
      UUID id = broker.enqueue(NewTask.ofBytes("task", new byte[0])).id();
      assertThat(broker.tasks().find(id)).isPresent();

      changeErrorTo("text");
      try {
        assertThat(broker.tasks().find(id)).isPresent();
        assertThat(broker.queue("default").dequeue()).isPresent();

        connection.setAutoCommit(false);
        assertThat(broker.tasks().find(id)).isPresent();
        connection.commit();
        changeErrorTo("celers.celers_error_text");
        DatabaseException stale =
            catchThrowableOfType(DatabaseException.class, () -> broker.tasks().find(id));
        assertThat(stale.sqlState()).isEqualTo("0A000");
        connection.rollback();
        assertThat(broker.tasks().find(id)).isPresent();
        connection.rollback();
      } finally {
        connection.close();
        changeErrorTo("celers.celers_error_text");
      }
    }
  }

  private static void changeErrorTo(String type) {
    db.dsl().execute("alter table celers.celers_tasks alter column error_message type " + type);
  }

  private static Connection preparing() throws SQLException {
    Connection connection = db.database().dataSource().getConnection();
    connection.unwrap(PGConnection.class).setPrepareThreshold(AT_ONCE);
    return connection;
  }

  private static Broker brokerOn(Connection connection) {
    return db.broker().using(ctx(connection));
  }

  private static DSLContext ctx(Connection connection) {
    return DSL.using(connection, SQLDialect.POSTGRES);
  }
}
