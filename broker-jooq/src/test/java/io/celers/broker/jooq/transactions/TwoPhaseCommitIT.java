package io.celers.broker.jooq.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.internal.wakeup.NoteSleep;
import io.celers.broker.jooq.internal.wakeup.Topic;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions of the caller's that are prepared first and committed later, by anybody. */
class TwoPhaseCommitIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  private final String transaction = UUID.randomUUID().toString();

  @BeforeEach
  void somebodySleeps() {
    NoteSleep.execute(
        db.dsl(), List.of(Topic.queue("default")), UUID.randomUUID(), Duration.ofMinutes(1));
  }

  @Test
  void taskIsThereWhenThePreparedTransactionIsCommitted() throws Exception {
    try (Session caller = Session.inTransactions(db)) {
      UUID id = silent(caller).enqueue(TASK.idempotencyKey("k")).id();
      prepare(caller);
      assertThat(db.broker().queue("default").dequeue()).isEmpty();

      db.dsl().execute("commit prepared '" + transaction + "'");

      assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(id);
    }
  }

  @Test
  void taskNeverExistedWhenThePreparedTransactionIsRolledBack() throws Exception {
    try (Session caller = Session.inTransactions(db)) {
      silent(caller).enqueueAll(List.of(TASK, TASK));
      prepare(caller);

      db.dsl().execute("rollback prepared '" + transaction + "'");

      assertThat(db.tasks()).isZero();
    }
  }

  @Test
  void ackIsPreparedWithWhatTheHandlerWrote() throws Exception {
    db.broker().enqueue(TASK);
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
    try (Session handler = Session.inTransactions(db)) {
      silent(handler).ack(delivery);
      prepare(handler);

      db.dsl().execute("commit prepared '" + transaction + "'");

      assertThat(db.task(delivery.id()).getState().getLiteral()).isEqualTo("completed");
    }
  }

  @Test
  void postgresqlRefusesToPrepareAfterANotification() throws Exception {
    try (Session caller = Session.inTransactions(db)) {
      caller.broker().enqueue(TASK);

      assertThatThrownBy(() -> prepare(caller))
          .isInstanceOfSatisfying(
              DataAccessException.class,
              refused -> assertThat(refused.sqlState()).isEqualTo("0A000"));
      caller.rollback();
    }
    assertThat(db.tasks()).isZero();
  }

  private static Broker silent(Session session) {
    JooqBroker broker = db.broker();
    return broker.withoutNotifications().using(session.dsl());
  }

  private void prepare(Session session) {
    session.dsl().execute("prepare transaction '" + transaction + "'");
  }
}
