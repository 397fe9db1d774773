package io.celers.broker.jooq.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.celers.broker.error.BrokerException;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.FailedTransactionException;
import io.celers.broker.error.ReadOnlyException;
import io.celers.broker.generated.Celers;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.security.GuardedVerb;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.Savepoint;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jooq.DSLContext;
import org.jooq.TableOptions.TableType;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every verb on a connection of the caller's, in every state that it may be in: the verb works, or
 * is refused by an exception of its own kind and has done nothing, and what the caller did before
 * is as it was.
 */
class VerbsInEveryStateIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> CALLERS = NewTask.ofBytes("callers", new byte[0]);

  /** The one verb that makes no sense in a transaction. */
  private static final String WAIT = "wait for a result";

  /** There are more that write. */
  private static final int WRITERS = 20;

  /** All rows of the broker's tables, as numbers. */
  private static final String ROWS =
      Celers.CELERS.getTables().stream()
          .filter(table -> table.getOptions().type() == TableType.TABLE)
          .map(
              table ->
                  ("select '%1$s' || count(*) || ' ' || coalesce(sum(hashtext(t::text)), 0) as rows"
                          + " from celers.%1$s t")
                      .formatted(table.getName()))
          .collect(Collectors.joining(" union all "));

  private GuardedVerb.Scene scene;

  @BeforeEach
  void makeScene() throws Exception {
    scene = GuardedVerb.Scene.in(db);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void whatIsRolledBackNeverHappened(int level) throws Exception {
    try (Session session = Session.inTransactions(db, level)) {
      JooqBroker broker = broker(session);
      session.rollback();
      eachInTransaction(
          (softly, verb) -> {
            List<String> before = rows(db.dsl());

            softly.assertThat(call(verb, broker)).as("%s", verb).isNull();

            if (verb.allowed().isEmpty()) {
              session.rollback(); // has the tables locked, so nobody else can look
            }
            softly.assertThat(rows(db.dsl())).as("%s before the commit", verb).isEqualTo(before);
            softly
                .assertThat(rows(session.dsl()))
                .as("%s leaves the transaction usable", verb)
                .isNotEmpty();
            session.rollback();
            softly.assertThat(rows(db.dsl())).as("%s rolled back", verb).isEqualTo(before);
          });
    }
  }

  @Test
  void inAutocommitModeWhatWorksIsCommitted() throws Exception {
    AtomicInteger written = new AtomicInteger();
    try (Session inTransaction = Session.inTransactions(db);
        Session autocommit = Session.open(db)) {
      JooqBroker tried = broker(inTransaction);
      inTransaction.rollback();
      JooqBroker broker = broker(autocommit);
      each(
          GuardedVerb.all(),
          (softly, verb) -> {
            makeSceneAgain();
            List<String> before = rows(db.dsl());
            call(verb, tried);
            boolean writes = !rows(inTransaction.dsl()).equals(before);
            inTransaction.rollback();
            written.addAndGet(writes ? 1 : 0);

            softly.assertThat(call(verb, broker)).as("%s", verb).isNull();

            softly
                .assertThat(rows(db.dsl()).equals(before))
                .as("%s changed nothing", verb)
                .isEqualTo(!writes);
          });
      assertThat(autocommit.connection().getAutoCommit()).isTrue();
    } finally {
      db.broker().history().disable();
    }
    assertThat(written).hasValueGreaterThan(WRITERS);
  }

  @Test
  void waitingForAResultIsRefusedInATransactionWhichGoesOn() throws Exception {
    GuardedVerb wait =
        GuardedVerb.all().filter(verb -> verb.name().equals(WAIT)).findFirst().orElseThrow();
    try (Session session = Session.inTransactions(db)) {
      JooqBroker broker = broker(session);
      broker.enqueue(CALLERS);
      List<String> before = rows(session.dsl());

      assertThat(call(wait, broker)).isInstanceOf(IllegalStateException.class);

      assertThat(rows(session.dsl())).isEqualTo(before);
    }
  }

  @Test
  void readOnlyTransactionRefusesWhatWrites() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (Session session = Session.inTransactions(db)) {
      JooqBroker broker = broker(session);
      session.rollback();
      eachInTransaction(
          (softly, verb) -> {
            List<String> before = rows(session.dsl());
            call(verb, broker);
            boolean writes = !rows(session.dsl()).equals(before);
            session.rollback();
            session.dsl().execute("set transaction read only");

            Throwable thrown = call(verb, broker);

            if (writes || thrown != null) {
              refused.incrementAndGet();
              softly.assertThat(thrown).as("%s", verb).isInstanceOf(ReadOnlyException.class);
            }
            session.rollback();
            softly.assertThat(rows(session.dsl())).as("%s", verb).isEqualTo(before);
          });
    }
    assertThat(refused).hasValueGreaterThan(WRITERS);
  }

  /** As where a role, a database or a whole server is read-only, in autocommit mode. */
  @Test
  void sessionThatIsReadOnlyByDefaultRefusesWhatWrites() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (Session inTransaction = Session.inTransactions(db);
        Session readOnly = Session.open(db)) {
      JooqBroker tried = broker(inTransaction);
      inTransaction.rollback();
      JooqBroker broker = broker(readOnly);
      readOnly.dsl().execute("set default_transaction_read_only = on");
      List<String> before = rows(db.dsl());
      eachInTransaction(
          (softly, verb) -> {
            call(verb, tried);
            boolean writes = !rows(inTransaction.dsl()).equals(before);
            inTransaction.rollback();

            Throwable thrown = call(verb, broker);

            if (writes || thrown != null) {
              refused.incrementAndGet();
              softly.assertThat(thrown).as("%s", verb).isInstanceOf(ReadOnlyException.class);
            }
            softly.assertThat(rows(db.dsl())).as("%s", verb).isEqualTo(before);
          });
    }
    assertThat(refused).hasValueGreaterThan(WRITERS);
  }

  @Test
  void failedTransactionIsToldAndEndsAsAnyOther() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      JooqBroker broker = broker(session);
      session.rollback();
      eachInTransaction(
          (softly, verb) -> {
            List<String> before = rows(session.dsl());
            assertThatThrownBy(() -> session.dsl().execute("select 1 / 0"))
                .isInstanceOf(DataAccessException.class);

            softly
                .assertThat(call(verb, broker))
                .as("%s", verb)
                .isInstanceOf(FailedTransactionException.class);

            session.rollback();
            softly.assertThat(rows(session.dsl())).as("%s", verb).isEqualTo(before);
            softly.assertThat(call(verb, broker)).as("%s afterwards", verb).isNull();
            session.rollback();
          });
    }
  }

  @Test
  void savepointTakesTheVerbBackAndNothingElse() throws Exception {
    try (Session session = Session.inTransactions(db)) {
      JooqBroker broker = broker(session);
      session.rollback();
      eachInTransaction(
          (softly, verb) -> {
            broker.enqueue(CALLERS);
            List<String> before = rows(session.dsl());
            Savepoint savepoint = session.connection().setSavepoint();

            softly.assertThat(call(verb, broker)).as("%s", verb).isNull();
            session.connection().rollback(savepoint);

            softly.assertThat(rows(session.dsl())).as("%s", verb).isEqualTo(before);
            softly.assertThat(call(verb, broker)).as("%s once more", verb).isNull();
            session.rollback();
          });
    }
  }

  @Test
  void connectionThatIsClosedInTheMiddleIsLostWithAllThatWasDone() throws Exception {
    List<String> before = rows(db.dsl());
    each(
        GuardedVerb.all(),
        (softly, verb) -> {
          try (Session session = Session.inTransactions(db)) {
            JooqBroker broker = broker(session);
            broker.enqueue(CALLERS);
            session.connection().close();

            softly
                .assertThat(call(verb, broker))
                .as("%s", verb)
                .isInstanceOf(ConnectionLostException.class)
                .isInstanceOf(BrokerException.class);
          }
        });
    assertThat(rows(db.dsl())).isEqualTo(before);
  }

  private interface Check {
    void of(SoftAssertions softly, GuardedVerb verb) throws Exception;
  }

  private static void eachInTransaction(Check check) throws Exception {
    each(GuardedVerb.all().filter(verb -> !verb.name().equals(WAIT)), check);
  }

  private static void each(Stream<GuardedVerb> verbs, Check check) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try {
      for (GuardedVerb verb : verbs.toList()) {
        check.of(softly, verb);
      }
    } finally {
      // first what was wrong before a check broke off
      softly.assertAll();
    }
  }

  private Throwable call(GuardedVerb verb, JooqBroker broker) {
    return catchThrowable(() -> verb.call().on(broker, scene));
  }

  /** On the session's connection, and past its one look at the schema: the verb itself is asked. */
  private static JooqBroker broker(Session session) {
    JooqBroker broker = JooqBroker.on(session.dsl());
    broker.deadLetters().find(new UUID(0, 0));
    return broker;
  }

  private void makeSceneAgain() throws Exception {
    db.broker().history().disable();
    db.empty();
    makeScene();
  }

  private static List<String> rows(DSLContext on) {
    return on.fetch(ROWS).getValues("rows", String.class);
  }
}
