package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.delivery.Cancellation;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTaskArchiveRecord;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cancelling a task, wherever it is. */
class CancelIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void pendingTaskIsCancelledAndNeverDelivered() {
    UUID id = db.broker().enqueue(TASK).id();

    Cancellation cancellation = db.broker().tasks().cancel(id, "order withdrawn");

    assertThat(cancellation).isEqualTo(new Cancellation.Done(id, TaskState.PENDING));
    CelersTasksRecord row = db.task(id);
    assertThat(row.getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(row.getCancelReason()).isEqualTo("order withdrawn");
    assertThat(row.getCompletedAt()).isNotNull();
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
  }

  @Test
  void scheduledTaskIsCancelledBeforeItsTime() {
    UUID id = db.broker().enqueue(TASK.after(Duration.ofDays(1))).id();
    db.broker().tasks().cancel(id, "");

    db.clock().advance(Duration.ofDays(2));

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    assertThat(db.task(id).getCancelReason()).isEmpty();
  }

  @Test
  void processingTaskIsCancelledAndItsHolderIsTold() {
    UUID id = db.broker().enqueue(TASK).id();
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();

    Cancellation cancellation = db.broker().tasks().cancel(id, "too late");

    assertThat(cancellation).isEqualTo(new Cancellation.Done(id, TaskState.PROCESSING));
    assertThat(db.task(id).getReceipt()).isNull();
    assertThat(db.broker().extend(held, Duration.ofHours(1))).isEqualTo(new NotHeld.Cancelled(id));
    assertThat(db.broker().ack(held)).isEqualTo(new NotHeld.Cancelled(id));
    db.clock().advance(Duration.ofDays(1));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
  }

  @Test
  void secondCancelFindsTheTaskFinished() {
    UUID id = db.broker().enqueue(TASK).id();
    db.broker().tasks().cancel(id, "first");

    assertThat(db.broker().tasks().cancel(id, "second"))
        .isEqualTo(new Cancellation.AlreadyFinished(id));
    assertThat(db.task(id).getCancelReason()).isEqualTo("first");
  }

  @Test
  void completedDiscardedDeadAndArchivedTasksAreFinished() {
    UUID completed = db.broker().enqueue(TASK).id();
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());
    UUID discarded = db.broker().enqueue(TASK).id();
    db.broker()
        .reject(db.broker().queue("default").dequeue().orElseThrow(), Rejection.discard("x"));
    UUID dead = db.broker().enqueue(TASK).id();
    db.broker()
        .reject(db.broker().queue("default").dequeue().orElseThrow(), Rejection.deadLetter("x"));
    UUID archived = db.broker().enqueue(TASK).id();
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());
    CelersTaskArchiveRecord copy = db.dsl().newRecord(CELERS_TASK_ARCHIVE);
    copy.from(db.task(archived));
    copy.insert();
    db.dsl().deleteFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(archived)).execute();

    for (UUID id : new UUID[] {completed, discarded, dead, archived}) {
      assertThat(db.broker().tasks().cancel(id, "x"))
          .isEqualTo(new Cancellation.AlreadyFinished(id));
    }
    assertThat(db.broker().deadLetters().find(dead)).isPresent();
    assertThat(db.task(completed).getState()).isEqualTo(CelersTaskState.completed);
  }

  @Test
  void unknownTaskIsAbsent() {
    UUID id = UUID.randomUUID();

    assertThat(db.broker().tasks().cancel(id, "x")).isEqualTo(new Cancellation.Absent(id));
  }

  @Test
  void lockedTaskIsBusyAndNobodyWaits() {
    UUID id = db.broker().enqueue(TASK).id();

    Cancellation cancellation =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl().selectFrom(CELERS_TASKS).forUpdate().fetch();
                  return db.broker().tasks().cancel(id, "x");
                });

    assertThat(cancellation).isEqualTo(new Cancellation.Busy(id));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.pending);
    assertThat(db.broker().tasks().cancel(id, "x")).isInstanceOf(Cancellation.Done.class);
  }

  @Test
  void cancelThatIsRolledBackNeverWas() {
    UUID id = db.broker().enqueue(TASK).id();

    db.dsl()
        .transactionResult(
            tx -> {
              Cancellation inside = db.broker().using(tx).tasks().cancel(id, "x");
              tx.dsl().connection(connection -> connection.rollback());
              return inside;
            });

    assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(id);
  }

  @Test
  void reasonsAreBounded() {
    UUID id = db.broker().enqueue(TASK).id();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().tasks().cancel(id, "x".repeat(4_097)))
        .withMessage("reason must have at most 4096 bytes of UTF-8, has 4097");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().tasks().cancel(id, "a\0"))
        .withMessageStartingWith("reason must hold neither NUL");
    assertThat(db.broker().tasks().cancel(id, "€".repeat(1_365)))
        .isInstanceOf(Cancellation.Done.class);
  }
}
