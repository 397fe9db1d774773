package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.ConstraintException;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looking dead letters up, and putting them back. */
class DeadLettersIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final byte[] BYTES = {0, 1, -1, 'x', 0};
  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("blob")
          .version(7)
          .with(BYTES)
          .queue("mail")
          .priority(2)
          .maxRetries(5)
          .retryPolicy(RetryPolicy.fixed(Duration.ofHours(1)))
          .header("trace", "ab")
          .tag("eu");

  @Test
  void leftoverOfTheSameIdDoesNotStopTheQueue() {
    // As when a task is enqueued again under its own id while the first one is being buried.
    UUID id = UUID.randomUUID();
    for (String error : List.of("first", "second")) {
      db.dsl()
          .insertInto(CELERS_TASKS)
          .set(CELERS_TASKS.ID, id)
          .set(CELERS_TASKS.QUEUE, "twice")
          .set(CELERS_TASKS.TASK_NAME, "any")
          .set(CELERS_TASKS.CODEC, "bytes")
          .set(CELERS_TASKS.PAYLOAD, new byte[0])
          .set(CELERS_TASKS.CONTENT_HASH, 1L)
          .execute();
      Delivery delivery = db.broker().queue("twice").dequeue().orElseThrow();
      assertThat(db.broker().reject(delivery, Rejection.deadLetter(error)))
          .isEqualTo(new Settlement.Settled(id, Settlement.Fate.DEAD_LETTER));
    }

    assertThat(db.deadLetter(id).getErrorMessage()).isEqualTo("second");
  }

  @Test
  void unknownIdIsNoDeadLetter() {
    UUID id = UUID.randomUUID();

    assertThat(db.broker().deadLetters().find(id)).isEmpty();
    assertThat(db.broker().deadLetters().requeue(id)).isFalse();
  }

  @Test
  void liveTaskIsNoDeadLetter() {
    UUID id = db.broker().enqueue(TASK).id();

    assertThat(db.broker().deadLetters().find(id)).isEmpty();
    assertThat(db.broker().deadLetters().requeue(id)).isFalse();
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.pending);
  }

  @Test
  void deadLetterTellsEverythingOfItsTask() {
    UUID id = db.broker().enqueue(TASK).id();
    CelersTasksRecord before = db.task(id);
    die("no ink");

    DeadLetter dead = db.broker().deadLetters().find(id).orElseThrow();

    assertThat(dead.id()).isEqualTo(id);
    assertThat(dead.queue()).isEqualTo("mail");
    assertThat(dead.name()).isEqualTo("blob");
    assertThat(dead.version()).isEqualTo(7);
    assertThat(dead.codec()).isEqualTo("bytes");
    assertThat(dead.payload()).isEqualTo(BYTES);
    assertThat(dead.priority()).isEqualTo(2);
    assertThat(dead.deliveries()).isEqualTo(1);
    assertThat(dead.maxRetries()).isEqualTo(5);
    assertThat(dead.createdAt()).isEqualTo(before.getCreatedAt().toInstant());
    assertThat(dead.diedAt()).isAfterOrEqualTo(dead.createdAt());
    assertThat(dead.cause()).isEqualTo(DeadLetter.Cause.REJECTED);
    assertThat(dead.error()).contains("no ink");
    assertThat(dead.headers()).isEqualTo(Map.of("trace", "ab"));
    assertThat(dead.tags()).isEqualTo(Set.of("eu"));
    assertThat(dead).hasToString("dead letter " + id + " (blob, queue mail, REJECTED)");
  }

  @Test
  void requeuedTaskIsAsBeforeWithFreshRetries() {
    UUID id = db.broker().enqueue(TASK).id();
    CelersTasksRecord before = db.task(id);
    die("no ink");
    db.clock().advance(Duration.ofHours(1));

    boolean requeued = db.broker().deadLetters().requeue(id);

    CelersTasksRecord after = db.task(id);
    assertThat(requeued).isTrue();
    assertThat(after.getVisibleAt()).isAfter(before.getVisibleAt().plusMinutes(59));
    assertThat(after.getErrorMessage()).isEqualTo("no ink");
    assertThat(after.getRequeues()).isEqualTo((short) 1);
    after.setRequeues(before.getRequeues());
    after.setVisibleAt(before.getVisibleAt());
    after.setErrorMessage(before.getErrorMessage());
    assertThat(after.intoMap()).usingRecursiveComparison().isEqualTo(before.intoMap());
    assertThat(after.getPayload()).isEqualTo(BYTES);
    assertThat(db.broker().deadLetters().find(id)).isEmpty();
  }

  @Test
  void requeuedTaskIsDueAtOnceAndMayBeRetriedAsOftenAsBefore() {
    UUID id = db.broker().enqueue(TASK.maxRetries(1)).id();
    exhaust(2);
    assertThat(db.broker().deadLetters().requeue(id)).isTrue();

    Delivery delivery = db.broker().queue("mail").dequeue().orElseThrow();

    assertThat(delivery.id()).isEqualTo(id);
    assertThat(delivery.deliveries()).isEqualTo(1);
    assertThat(delivery.isLast()).isFalse();
    assertThat(delivery.lastError()).contains("x");
  }

  @Test
  void secondRequeueFindsNothing() {
    UUID id = db.broker().enqueue(TASK).id();
    die("x");

    assertThat(db.broker().deadLetters().requeue(id)).isTrue();
    assertThat(db.broker().deadLetters().requeue(id)).isFalse();
    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void taskMayDieAndComeBackManyTimes() {
    UUID id = db.broker().enqueue(TASK.maxRetries(0)).id();

    for (int i = 0; i < 5; i++) {
      exhaust(1);
      assertThat(db.broker().deadLetters().requeue(id)).isTrue();
    }

    assertThat(db.task(id).getDeliveries()).isZero();
    assertThat(db.task(id).getPayload()).isEqualTo(BYTES);
  }

  @Test
  void expiryThatHasPassedIsDropped() {
    UUID id = db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(1))).id();
    die("x");
    db.clock().advance(Duration.ofMinutes(1));

    db.broker().deadLetters().requeue(id);

    assertThat(db.task(id).getExpiresAt()).isNull();
    assertThat(db.broker().queue("mail").dequeue()).isPresent();
  }

  @Test
  void expiryThatIsStillToComeStays() {
    UUID id = db.broker().enqueue(TASK.expiresAfter(Duration.ofDays(1))).id();
    die("x");

    db.broker().deadLetters().requeue(id);

    assertThat(db.task(id).getExpiresAt()).isEqualTo(db.task(id).getCreatedAt().plusDays(1));
  }

  @Test
  void idThatIsTakenKeepsTheDeadLetter() {
    UUID id = db.broker().enqueue(TASK).id();
    die("x");
    CelersTasksRecord intruder = db.dsl().newRecord(CELERS_TASKS);
    intruder.from(db.deadLetter(id));
    intruder.setTaskName("intruder");
    intruder.insert();

    assertThatExceptionOfType(ConstraintException.class)
        .isThrownBy(() -> db.broker().deadLetters().requeue(id))
        .satisfies(conflict -> assertThat(conflict.sqlState()).isEqualTo("23505"));

    assertThat(db.broker().deadLetters().find(id)).isPresent();
    assertThat(db.task(id).getTaskName()).isEqualTo("intruder");
  }

  @Test
  void requeueNeverWaitsForAnotherOne() throws Exception {
    UUID id = db.broker().enqueue(TASK).id();
    die("x");

    try (var connection = db.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      DSLContext other = DSL.using(connection, SQLDialect.POSTGRES);
      other.selectFrom(CELERS_DEAD_LETTER_QUEUE).forUpdate().fetch();

      assertThat(db.broker().deadLetters().requeue(id)).isFalse();

      connection.rollback();
    }
    assertThat(db.broker().deadLetters().requeue(id)).isTrue();
  }

  @Test
  void requeueThatIsRolledBackKeepsTheDeadLetter() {
    UUID id = db.broker().enqueue(TASK).id();
    die("x");

    boolean inside =
        db.dsl()
            .transactionResult(
                tx -> {
                  boolean requeued = db.broker().using(tx).deadLetters().requeue(id);
                  tx.dsl().connection(connection -> connection.rollback());
                  return requeued;
                });

    assertThat(inside).isTrue();
    assertThat(db.broker().deadLetters().find(id)).isPresent();
    assertThat(db.tasks()).isZero();
  }

  private static void die(String error) {
    db.broker()
        .reject(db.broker().queue("mail").dequeue().orElseThrow(), Rejection.deadLetter(error));
  }

  private static void exhaust(int deliveries) {
    for (int i = 0; i < deliveries; i++) {
      db.broker()
          .reject(
              db.broker().queue("mail").dequeue().orElseThrow(),
              Rejection.retry("x").after(Duration.ZERO));
    }
  }
}
