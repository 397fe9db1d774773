package io.celers.broker.jooq.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.TransactionFate;
import io.celers.broker.jooq.TransactionId;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.LostReplies;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A transaction of the caller's whose commit was not answered can be looked up. */
class TransactionFateIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("blob", new byte[] {1});

  @Test
  void commitWhoseReplyIsLostIsFoundCommitted() {
    DSLContext ctx = DSL.using(LostReplies.afterCommit(db.dataSource()), SQLDialect.POSTGRES);
    JooqBroker broker = JooqBroker.on(ctx);
    AtomicReference<TransactionId> id = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                ctx.transaction(
                    tx -> {
                      id.set(broker.transactionId(tx));
                      broker.using(tx).enqueue(TASK);
                    }))
        .isInstanceOf(DataAccessException.class);

    assertThat(broker.fate(id.get())).isEqualTo(TransactionFate.COMMITTED);
    assertThat(db.tasks()).isOne();
  }

  @Test
  void transactionThatChangesNothingHasAFateToo() throws SQLException {
    try (Session session = Session.inTransactions(db)) {
      TransactionId id = db.broker().transactionId(session.dsl().configuration());
      assertThat(db.broker().fate(id)).isEqualTo(TransactionFate.IN_PROGRESS);

      session.commit();

      assertThat(db.broker().fate(id)).isEqualTo(TransactionFate.COMMITTED);
    }
  }

  @Test
  void rolledBackIsToldSo() throws SQLException {
    try (Session session = Session.inTransactions(db)) {
      TransactionId id = db.broker().transactionId(session.dsl().configuration());
      session.broker().enqueue(TASK);

      session.rollback();

      assertThat(db.broker().fate(id)).isEqualTo(TransactionFate.ROLLED_BACK);
    }
  }

  @Test
  void connectionThatIsCutBeforeItsCommitIsFoundRolledBack() throws SQLException {
    try (Session session = Session.inTransactions(db)) {
      TransactionId id = db.broker().transactionId(session.dsl().configuration());
      session.broker().enqueue(TASK);

      db.dsl().fetch("select pg_terminate_backend(?)", session.pid());

      Awaitility.await().until(() -> db.broker().fate(id) != TransactionFate.IN_PROGRESS);
      assertThat(db.broker().fate(id)).isEqualTo(TransactionFate.ROLLED_BACK);
      assertThat(db.tasks()).isZero();
    }
  }

  @Test
  void idInsideASavepointIsThatOfTheTransaction() throws SQLException {
    try (Session session = Session.inTransactions(db)) {
      TransactionId outside = db.broker().transactionId(session.dsl().configuration());
      session.connection().setSavepoint();
      session.broker().enqueue(TASK);

      assertThat(db.broker().transactionId(session.dsl().configuration())).isEqualTo(outside);
    }
  }

  @Test
  void idThatTheServerHasNotGivenOutIsUnknown() {
    assertThat(db.broker().fate(new TransactionId(Long.MAX_VALUE)))
        .isEqualTo(TransactionFate.UNKNOWN);
  }

  @Test
  void autocommitIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> db.broker().transactionId(db.dsl().configuration()))
        .withMessageContaining("autocommit");
  }

  @Test
  void idIsChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TransactionId(2));
  }
}
