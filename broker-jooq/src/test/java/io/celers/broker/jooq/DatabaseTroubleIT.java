package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.ConstraintException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.FailedTransactionException;
import io.celers.broker.error.PermissionException;
import io.celers.broker.error.ReadOnlyException;
import io.celers.broker.error.SerializationConflictException;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** Trouble of the database becomes an exception class by SQLSTATE, and quotes no values. */
class DatabaseTroubleIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final String SECRET = "s3cr3t-payload";
  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("blob")
          .with(SECRET.getBytes(StandardCharsets.UTF_8))
          .header("token", SECRET)
          .tag(SECRET);

  private Connection connection;
  private DSLContext tx;

  @BeforeEach
  void openTransaction() throws SQLException {
    connection = db.database().dataSource().getConnection();
    connection.setAutoCommit(false);
    tx = DSL.using(connection, SQLDialect.POSTGRES);
  }

  @AfterEach
  void rollBack() throws SQLException {
    connection.close();
  }

  @Test
  void concurrentUpdateAtRepeatableReadIsASerializationConflict() {
    Delivery delivery = claimed();
    tx.execute("set transaction isolation level repeatable read");
    tx.fetchCount(CELERS_TASKS);
    db.broker().ack(delivery);

    DatabaseException conflict = thrownBy(() -> db.broker().using(tx).ack(delivery));

    assertThat(conflict).isInstanceOf(SerializationConflictException.class);
    assertThat(conflict.sqlState()).isEqualTo("40001");
    assertThat(conflict).hasMessageStartingWith("ack failed in schema celers: ");
  }

  @Test
  void lockTimeoutIsATimeout() {
    Delivery delivery = claimed();
    tx.execute("set local lock_timeout = '20ms'");

    DatabaseException timeout =
        whileLocked(() -> thrownBy(() -> db.broker().using(tx).ack(delivery)));

    assertThat(timeout).isInstanceOf(TimeoutException.class);
    assertThat(timeout.sqlState()).isEqualTo("55P03");
  }

  @Test
  void statementTimeoutIsATimeout() {
    Delivery delivery = claimed();
    tx.execute("set local statement_timeout = '50ms'");

    DatabaseException timeout =
        whileLocked(() -> thrownBy(() -> db.broker().using(tx).ack(delivery)));

    assertThat(timeout).isInstanceOf(TimeoutException.class);
    assertThat(timeout.sqlState()).isEqualTo("57014");
    assertThat(db.broker().ack(delivery)).isInstanceOf(Settlement.Settled.class);
  }

  @Test
  void transactionTimeoutIsATimeout() throws SQLException {
    assumeTrue(
        connection.getMetaData().getDatabaseMajorVersion() >= 17,
        "transaction_timeout is there from PostgreSQL 17 on");
    Delivery delivery = claimed();
    tx.execute("set local transaction_timeout = '50ms'");

    DatabaseException timeout =
        whileLocked(() -> thrownBy(() -> db.broker().using(tx).ack(delivery)));

    assertThat(timeout).isInstanceOf(TimeoutException.class);
    assertThat(timeout.sqlState()).isEqualTo("25P04");
    assertThat(db.broker().ack(delivery)).isInstanceOf(Settlement.Settled.class);
  }

  @Test
  void timeoutOfAnIdleTransactionIsATimeout() {
    Delivery delivery = claimed();
    int pid = tx.fetchSingle("select pg_backend_pid()").get(0, Integer.class);
    db.broker().using(tx).ack(delivery);
    tx.execute("set local idle_in_transaction_session_timeout = '20ms'");
    await()
        .until(() -> db.dsl().fetch("select from pg_stat_activity where pid = ?", pid).isEmpty());

    DatabaseException timeout = thrownBy(() -> db.broker().using(tx).enqueue(TASK));

    assertThat(timeout).isInstanceOf(TimeoutException.class);
    assertThat(timeout.sqlState()).isEqualTo("25P03");
    assertThat(db.broker().ack(delivery)).isInstanceOf(Settlement.Settled.class);
  }

  @Test
  void deadlockOfTwoCallersIsASerializationConflict() throws Exception {
    db.broker().enqueueAll(List.of(TASK, TASK));
    List<Delivery> held = db.broker().queue("default").dequeue(2);
    try (Session other = Session.inTransactions(db)) {
      other.dsl().execute("set local deadlock_timeout = '1min'");
      tx.execute("set local deadlock_timeout = '10ms'");
      other.broker().ack(held.get(0));
      db.broker().using(tx).ack(held.get(1));
      CompletableFuture<Settlement> waiting = other.start(broker -> broker.ack(held.get(1)));
      other.awaitBlocked();

      DatabaseException deadlock = thrownBy(() -> db.broker().using(tx).ack(held.get(0)));
      connection.rollback();

      assertThat(deadlock).isInstanceOf(SerializationConflictException.class);
      assertThat(deadlock.sqlState()).isEqualTo("40P01");
      assertThat(waiting.get()).isInstanceOf(Settlement.Settled.class);
    }
  }

  @Test
  void readOnlyTransactionIsTold() {
    tx.execute("set transaction read only");

    DatabaseException readOnly = thrownBy(() -> db.broker().using(tx).enqueue(TASK));

    assertThat(readOnly).isInstanceOf(ReadOnlyException.class);
    assertThat(readOnly.sqlState()).isEqualTo("25006");
  }

  @Test
  void claimOnAReadOnlyServerIsNotAnEmptyQueue() {
    tx.execute("set transaction read only");

    assertThat(thrownBy(() -> db.broker().using(tx).queue("default").dequeue()))
        .isInstanceOf(ReadOnlyException.class);
  }

  @Test
  void transactionThatHadFailedIsTold() {
    thrownBySql("select 1 / 0");

    DatabaseException failed = thrownBy(() -> db.broker().using(tx).enqueue(TASK));

    assertThat(failed).isInstanceOf(FailedTransactionException.class);
    assertThat(failed.sqlState()).isEqualTo("25P02");
  }

  @Test
  void roleThatMayNotIsTold() {
    tx.execute("create role nobody_" + ProcessHandle.current().pid());
    tx.execute("grant usage on schema celers to nobody_" + ProcessHandle.current().pid());
    tx.execute("set local role nobody_" + ProcessHandle.current().pid());

    DatabaseException refused = thrownBy(() -> db.broker().using(tx).enqueue(TASK));

    assertThat(refused).isInstanceOf(PermissionException.class);
    assertThat(refused.sqlState()).isEqualTo("42501");
  }

  @Test
  void terminatedBackendIsALostConnection() {
    int pid = tx.fetchSingle("select pg_backend_pid()").get(0, Integer.class);
    db.dsl().fetch("select pg_terminate_backend(?, 10000)", pid);

    DatabaseException lost = thrownBy(() -> db.broker().using(tx).enqueue(TASK));

    assertThat(lost).isInstanceOf(ConnectionLostException.class);
    assertThat(lost.sqlState()).isIn("57P01", "08006");
  }

  @Test
  void closedConnectionIsALostConnection() throws SQLException {
    connection.close();

    assertThat(thrownBy(() -> db.broker().using(tx).enqueue(TASK)))
        .isInstanceOf(ConnectionLostException.class);
  }

  @Test
  void serverThatIsNotThereIsALostConnection() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setServerNames(new String[] {"127.0.0.1"});
    nowhere.setPortNumbers(new int[] {1});
    nowhere.setPassword(SECRET);
    JooqBroker broker = JooqBroker.builder(nowhere).build();

    assertThat(thrownBy(() -> broker.enqueue(TASK))).isInstanceOf(ConnectionLostException.class);
  }

  @Test
  void refusedRowIsAConstraintWithoutItsValues() {
    tx.execute("alter table celers.celers_tasks add constraint no_mail check (queue <> 'mail')");

    DatabaseException refused = thrownBy(() -> db.broker().using(tx).enqueue(TASK.queue("mail")));

    assertThat(refused).isInstanceOf(ConstraintException.class);
    assertThat(refused.sqlState()).isEqualTo("23514");
    assertThat(refused).hasMessageContaining("no_mail");
  }

  @Test
  void rowRefusedInTheBulkPathIsAConstraintWithoutItsValues() {
    tx.execute("alter table celers.celers_tasks add constraint no_mail check (queue <> 'mail')");

    DatabaseException refused =
        thrownBy(() -> db.broker().using(tx).enqueueBulk(Stream.of(TASK, TASK.queue("mail"))));

    assertThat(refused).isInstanceOf(ConstraintException.class);
    assertThat(refused.sqlState()).isEqualTo("23514");
  }

  @Test
  void otherTroubleKeepsItsSqlState() {
    tx.execute(
        """
        create function celers.refuse() returns trigger language plpgsql as
        $$ begin raise exception using errcode = 'P0042', message = 'no', detail = new.queue; end $$
        """);
    tx.execute(
        "create trigger refuse before insert on celers.celers_tasks for each row"
            + " execute function celers.refuse()");

    DatabaseException other = thrownBy(() -> db.broker().using(tx).enqueue(TASK.queue(SECRET)));

    assertThat(other).isExactlyInstanceOf(DatabaseException.class);
    assertThat(other.sqlState()).isEqualTo("P0042");
    assertThat(other).hasMessage("enqueue failed in schema celers: no (SQLSTATE P0042)");
  }

  @Test
  void batchRefusedByTheDatabaseLeavesNothing() {
    db.dsl()
        .execute("alter table celers.celers_tasks add constraint no_mail check (queue <> 'mail')");
    try {
      assertThat(thrownBy(() -> db.broker().enqueueAll(List.of(TASK, TASK.queue("mail"), TASK))))
          .isInstanceOf(ConstraintException.class);
      assertThat(db.tasks()).isZero();
    } finally {
      db.dsl().execute("alter table celers.celers_tasks drop constraint no_mail");
    }
  }

  private static Delivery claimed() {
    db.broker().enqueue(TASK);
    return db.broker().queue("default").dequeue().orElseThrow();
  }

  private <T> T whileLocked(Supplier<T> call) {
    return db.dsl()
        .transactionResult(
            other -> {
              other.dsl().selectFrom(CELERS_TASKS).forUpdate().fetch();
              return call.get();
            });
  }

  private void thrownBySql(String sql) {
    assertThat(catchThrowableOfType(DataAccessException.class, () -> tx.execute(sql))).isNotNull();
  }

  /** What the broker throws, after a look that it gives nothing away. */
  private static DatabaseException thrownBy(Runnable call) {
    DatabaseException thrown = catchThrowableOfType(DatabaseException.class, call::run);
    assertThat(thrown).isNotNull();
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).doesNotContain(SECRET).doesNotContain("\\x73336372");
    return thrown;
  }
}
