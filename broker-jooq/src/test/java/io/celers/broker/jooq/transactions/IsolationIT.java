package io.celers.broker.jooq.transactions;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.error.FailedTransactionException;
import io.celers.broker.error.SerializationConflictException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All verbs at all isolation levels; a conflict is told as what it is, never answered wrongly. */
class IsolationIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  enum Level {
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int jdbc;

    Level(int jdbc) {
      this.jdbc = jdbc;
    }

    Session session() throws Exception {
      return Session.inTransactions(db, jdbc);
    }
  }

  /** The verbs that write one task. */
  enum Writer {
    ACK((broker, task) -> broker.ack(task)),
    ACK_ALL((broker, task) -> broker.ackAll(List.of(task))),
    RETRY((broker, task) -> broker.reject(task, Rejection.retry("r"))),
    BURY((broker, task) -> broker.reject(task, Rejection.deadLetter("d"))),
    RELEASE((broker, task) -> broker.release(task)),
    EXTEND((broker, task) -> broker.extend(task, Duration.ofHours(1))),
    CANCEL((broker, task) -> broker.tasks().cancel(task.id(), "c"));

    private final BiConsumer<Broker, Delivery> call;

    Writer(BiConsumer<Broker, Delivery> call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void allVerbsWorkInOneTransaction(Level level) throws Exception {
    try (Session session = level.session()) {
      EveryVerb.on(session.broker());
      assertThat(db.tasks()).as("nothing is seen before the commit").isZero();

      session.commit();

      assertThat(db.tasks()).isPositive();
      assertThat(session.connection().getTransactionIsolation()).isEqualTo(level.jdbc);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_COMMITTED")
  void claimOfATaskThatWasClaimedSinceTheSnapshotIsAConflict(Level level) throws Exception {
    db.broker().enqueue(task());
    try (Session session = level.session()) {
      takeSnapshot(session);
      assertThat(db.broker().queue("default").dequeue()).isPresent();

      assertThatThrownBy(() -> session.broker().queue("default").dequeue())
          .isInstanceOfSatisfying(
              SerializationConflictException.class,
              e -> assertThat(e.sqlState()).isEqualTo("40001"));
      assertThatThrownBy(() -> session.broker().queue("default").dequeue())
          .isInstanceOf(FailedTransactionException.class);

      session.rollback();
      assertThat(session.broker().queue("default").dequeue()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writingATaskThatChangedSinceTheSnapshotIsAConflict(Writer writer) throws Exception {
    for (Level level : List.of(Level.REPEATABLE_READ, Level.SERIALIZABLE)) {
      db.broker().enqueue(task());
      Delivery held = db.broker().queue("default").dequeue().orElseThrow();
      try (Session session = level.session()) {
        takeSnapshot(session);
        db.broker().extend(held, Duration.ofHours(2));

        assertThatThrownBy(() -> writer.call.accept(session.broker(), held))
            .isInstanceOf(SerializationConflictException.class);

        session.rollback();
        writer.call.accept(session.broker(), held);
        session.commit();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_COMMITTED")
  void requeueOfADeadLetterThatWasRequeuedSinceTheSnapshotIsAConflict(Level level)
      throws Exception {
    db.broker().enqueue(task());
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();
    db.broker().reject(held, Rejection.deadLetter("d"));
    try (Session session = level.session()) {
      takeSnapshot(session);
      assertThat(db.broker().deadLetters().requeue(held.id())).isTrue();

      assertThatThrownBy(() -> session.broker().deadLetters().requeue(held.id()))
          .isInstanceOf(SerializationConflictException.class);

      session.rollback();
      assertThat(session.broker().deadLetters().requeue(held.id())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyThatAnotherSessionCommitsDuringTheCall(Level level) throws Exception {
    try (Session first = Session.inTransactions(db);
        Session second = level.session()) {
      Enqueued created = first.broker().enqueue(task().idempotencyKey("once"));
      CompletableFuture<Enqueued> answer =
          second.start(broker -> broker.enqueue(task().idempotencyKey("once")));
      second.awaitBlocked();

      first.commit();

      if (level == Level.READ_COMMITTED) {
        assertThat(answer.join()).isEqualTo(new Enqueued.Duplicate(created.id()));
        second.commit();
      } else {
        assertThatThrownBy(answer::join).hasCauseInstanceOf(SerializationConflictException.class);
        second.rollback();
        assertThat(second.broker().enqueue(task().idempotencyKey("once")))
            .isEqualTo(new Enqueued.Duplicate(created.id()));
      }
      assertThat(db.tasks()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyWhoseTransactionRollsBackDuringTheCallIsFree(Level level) throws Exception {
    try (Session first = Session.inTransactions(db);
        Session second = level.session()) {
      first.broker().enqueue(task().idempotencyKey("once"));
      CompletableFuture<Enqueued> answer =
          second.start(broker -> broker.enqueue(task().idempotencyKey("once")));
      second.awaitBlocked();

      first.rollback();

      assertThat(answer.join()).isInstanceOf(Enqueued.Created.class);
      second.commit();
      assertThat(db.tasks()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void idThatAnotherSessionCommitsDuringTheCall(Level level) throws Exception {
    NewTask<byte[]> task = task().id(UUID.randomUUID());
    try (Session first = Session.inTransactions(db);
        Session second = level.session()) {
      first.broker().enqueue(task);
      CompletableFuture<Enqueued> answer = second.start(broker -> broker.enqueue(task));
      second.awaitBlocked();

      first.commit();

      if (level == Level.READ_COMMITTED) {
        assertThat(answer.join()).isInstanceOf(Enqueued.Duplicate.class);
        second.commit();
      } else {
        assertThatThrownBy(answer::join).hasCauseInstanceOf(SerializationConflictException.class);
        second.rollback();
      }
      assertThat(db.tasks()).isOne();
    }
  }

  /** Looks at something, since a snapshot is taken by the first statement, not by BEGIN. */
  private static void takeSnapshot(Session session) {
    assertThat(session.dsl().fetchCount(CELERS_TASKS)).isNotNegative();
  }

  private static NewTask<byte[]> task() {
    return NewTask.ofBytes("task", new byte[] {1});
  }
}
