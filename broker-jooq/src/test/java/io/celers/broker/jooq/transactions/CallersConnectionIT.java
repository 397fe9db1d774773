package io.celers.broker.jooq.transactions;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.error.BrokerException;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.FailedTransactionException;
import io.celers.broker.error.ReadOnlyException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker on a bare JDBC connection of the application, which it leaves as it is. */
class CallersConnectionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  /** What a guest on a connection may not call: it ends a transaction or changes the session. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "commit",
          "rollback",
          "setAutoCommit",
          "setTransactionIsolation",
          "setReadOnly",
          "setSchema",
          "setCatalog",
          "setSavepoint",
          "releaseSavepoint",
          "setHoldability",
          "setClientInfo",
          "setNetworkTimeout",
          "close",
          "abort");

  /** Any call of each kind. */
  enum Call {
    ENQUEUE(broker -> broker.enqueue(task())),
    ENQUEUE_WITH_KEY(broker -> broker.enqueue(task().idempotencyKey("k"))),
    ENQUEUE_ALL(broker -> broker.enqueueAll(List.of(task(), task()))),
    ENQUEUE_BULK(broker -> broker.enqueueBulk(Stream.of(task(), task()))),
    DEQUEUE(broker -> broker.queue("default").dequeue()),
    CANCEL(broker -> broker.tasks().cancel(UUID.randomUUID(), "c")),
    REQUEUE(broker -> broker.deadLetters().requeue(UUID.randomUUID())),
    REAP(broker -> broker.maintenance().reap(10));

    private final Consumer<Broker> call;

    Call(Consumer<Broker> call) {
      this.call = call;
    }
  }

  @Test
  void inAutocommitEveryCallIsATransaction() throws Exception {
    try (Session session = Session.open(db)) {
      session.broker().enqueue(task());

      assertThat(db.tasks()).isOne();
      EveryVerb.on(session.broker());
      assertThat(session.connection().getAutoCommit()).isTrue();
    }
  }

  @Test
  void withoutAutocommitTheApplicationCommits() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      session.broker().enqueue(task().idempotencyKey("k"));
      session.broker().enqueueBulk(Stream.of(task()));
      assertThat(db.tasks()).isZero();
      session.rollback();
      assertThat(db.tasks()).isZero();

      session.broker().enqueue(task().idempotencyKey("k"));
      session.commit();

      assertThat(db.tasks()).isOne();
    }
  }

  @Test
  void aSavepointOfTheApplicationTakesTasksBack() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      session.broker().enqueue(task());
      Savepoint savepoint = session.connection().setSavepoint();
      session.broker().enqueueAll(List.of(task().idempotencyKey("k"), task()));
      session.broker().enqueueBulk(Stream.of(task(), task()));

      session.connection().rollback(savepoint);
      session.broker().enqueue(task().idempotencyKey("k"));
      session.commit();

      assertThat(db.tasks()).isEqualTo(2);
    }
  }

  @Test
  void nothingIsChangedOnTheConnection() throws Exception {
    try (Session session = Session.inTransactions(db, Connection.TRANSACTION_REPEATABLE_READ)) {
      session.dsl().execute("set search_path = 'pg_catalog', 'public'");
      Map<?, ?> before = settings(session);
      List<String> called = new ArrayList<>();
      Connection guarded = guarded(session.connection(), called);

      EveryVerb.on(db.broker().using(DSL.using(guarded, SQLDialect.POSTGRES)));

      assertThat(called).isNotEmpty().doesNotContainAnyElementsOf(FORBIDDEN);
      assertThat(settings(session)).isEqualTo(before);
      assertThat(session.connection().getAutoCommit()).isFalse();
      assertThat(session.connection().isReadOnly()).isFalse();
    }
  }

  @Test
  void nothingIsChangedInTheConfiguration() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      Settings settings = new Settings().withRenderNameCase(RenderNameCase.UPPER);
      Settings before = (Settings) settings.clone();
      Configuration configuration =
          DSL.using(session.connection(), SQLDialect.POSTGRES, settings).configuration();
      configuration.data("application", "data");

      EveryVerb.on(db.broker().using(configuration));

      assertThat(configuration.settings()).isEqualTo(before);
      assertThat(settings).isEqualTo(before);
      assertThat(configuration.data()).isEqualTo(Map.of("application", "data"));
      assertThat(configuration.visitListenerProviders()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedTransactionIsToldAsSuch(Call call) throws Exception {
    try (Session session = Session.inTransactions(db)) {
      assertThatThrownBy(() -> session.dsl().execute("select 1 / 0"))
          .isInstanceOf(DataAccessException.class);

      assertThatThrownBy(() -> call.call.accept(session.broker()))
          .isInstanceOfSatisfying(
              FailedTransactionException.class, e -> assertThat(e.sqlState()).isEqualTo("25P02"));

      session.rollback();
      call.call.accept(session.broker());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReadOnlyTransactionIsToldAsSuch(Call call) throws Exception {
    try (Session session = Session.inTransactions(db)) {
      session.dsl().execute("set transaction read only");

      assertThatThrownBy(() -> call.call.accept(session.broker()))
          .isInstanceOfSatisfying(
              ReadOnlyException.class, e -> assertThat(e.sqlState()).isEqualTo("25006"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedConnectionIsToldAsSuch(Call call) throws Exception {
    try (Session session = Session.open(db)) {
      session.connection().close();

      assertThatThrownBy(() -> call.call.accept(session.broker()))
          .isInstanceOf(ConnectionLostException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTerminatedConnectionIsToldAsSuch(Call call) throws Exception {
    try (Session session = Session.open(db)) {
      db.dsl().fetch("select pg_terminate_backend({0}, 10000)", session.pid());

      assertThatThrownBy(() -> call.call.accept(session.broker()))
          .isInstanceOf(ConnectionLostException.class)
          .isInstanceOf(BrokerException.class);
    }
  }

  @Test
  void aTaskThatIsRefusedDoesNotBreakTheTransaction() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      session.broker().enqueue(task());
      NewTask<byte[]> tooLarge = NewTask.ofBytes("large", new byte[(1 << 20) + 1]);
      assertThatThrownBy(() -> session.broker().enqueue(tooLarge))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.broker().enqueueAll(List.of(task(), tooLarge)))
          .isInstanceOf(IllegalArgumentException.class);

      session.commit();

      assertThat(db.dsl().fetchCount(CELERS_TASKS)).isOne();
    }
  }

  private static Map<?, ?> settings(Session session) {
    return session.dsl().fetch("select name, setting from pg_settings").intoMap("name", "setting");
  }

  private static Connection guarded(Connection connection, List<String> called) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static NewTask<byte[]> task() {
    return NewTask.ofBytes("task", new byte[] {1});
  }
}
