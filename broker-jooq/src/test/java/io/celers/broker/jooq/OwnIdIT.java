package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.delivery.Rejection;
import io.celers.broker.error.IdConflictException;
import io.celers.broker.generated.tables.records.CelersTaskArchiveRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that bring their own ids: created once, recognised when repeated, refused if different. */
class OwnIdIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final byte[] BYTES = {1, 2, 3};

  private final UUID id = UUID.randomUUID();
  private final NewTask<byte[]> task = BLOB.with(BYTES).id(id);

  /** Where the task is when it is enqueued again. */
  enum Meanwhile {
    PENDING {
      @Override
      void happens() {}
    },
    PROCESSING {
      @Override
      void happens() {
        assertThat(db.broker().queue("default").dequeue()).isPresent();
      }
    },
    COMPLETED {
      @Override
      void happens() {
        db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());
      }
    },
    DEAD {
      @Override
      void happens() {
        db.broker()
            .reject(
                db.broker().queue("default").dequeue().orElseThrow(), Rejection.deadLetter("no"));
      }
    },
    ARCHIVED {
      @Override
      void happens() {
        COMPLETED.happens();
        CelersTaskArchiveRecord archived = db.dsl().newRecord(CELERS_TASK_ARCHIVE);
        archived.from(db.dsl().fetchSingle(CELERS_TASKS));
        archived.insert();
        db.dsl().deleteFrom(CELERS_TASKS).execute();
      }
    };

    abstract void happens();
  }

  @Test
  void idGivenIsTheIdOfTheTask() {
    assertThat(db.broker().enqueue(task)).isEqualTo(new Enqueued.Created(id));

    assertThat(db.broker().queue("default").dequeue().orElseThrow().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource
  void sameTaskAgainIsADuplicateWhereverItIs(Meanwhile meanwhile) {
    db.broker().enqueue(task);
    meanwhile.happens();

    Enqueued again = db.broker().enqueue(task);

    assertThat(again).isEqualTo(new Enqueued.Duplicate(id));
    assertThat(db.tasks()).isLessThanOrEqualTo(1);
    assertThat(db.broker().queue("default").dequeue().isPresent())
        .isEqualTo(meanwhile == Meanwhile.PENDING);
  }

  @ParameterizedTest
  @EnumSource
  void otherContentUnderTheSameIdIsAConflictWhereverItIs(Meanwhile meanwhile) {
    db.broker().enqueue(task);
    meanwhile.happens();
    List<NewTask<byte[]>> others =
        List.of(
            BLOB.with(new byte[] {9}).id(id),
            BLOB.version(2).with(BYTES).id(id),
            TaskType.ofBytes("other").with(BYTES).id(id),
            BLOB.codec(new NamedCodec("own")).with(BYTES).id(id));

    for (NewTask<byte[]> other : others) {
      assertThatExceptionOfType(IdConflictException.class)
          .isThrownBy(() -> db.broker().enqueue(other))
          .withMessage("a task with other content has the id " + id)
          .satisfies(conflict -> assertThat(conflict.id()).isEqualTo(id));
    }
  }

  @Test
  void queueAndPriorityAreNotContent() {
    db.broker().enqueue(task);

    assertThat(db.broker().enqueue(task.queue("other").priority(9)))
        .isEqualTo(new Enqueued.Duplicate(id));
    assertThat(db.task(id).getQueue()).isEqualTo("default");
  }

  @Test
  void severalOwnIdsAreRefusedInAutocommit() {
    List<NewTask<byte[]>> two = List.of(task, BLOB.with(BYTES));
    NewTask<byte[]> withKey = task.idempotencyKey("k");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> db.broker().enqueueAll(two))
        .withMessageContaining("need a transaction");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> db.broker().enqueue(withKey));
    assertThat(db.tasks()).isZero();
  }

  @Test
  void severalOwnIdsAreTakenInATransaction() {
    UUID second = UUID.randomUUID();
    db.broker().enqueue(task);

    List<Enqueued> outcomes =
        db.dsl()
            .transactionResult(
                tx ->
                    db.broker()
                        .using(tx)
                        .enqueueAll(
                            List.of(
                                BLOB.with(BYTES),
                                task,
                                BLOB.with(BYTES).id(second),
                                BLOB.with(BYTES).id(second))));

    assertThat(outcomes.get(0)).isInstanceOf(Enqueued.Created.class);
    assertThat(outcomes.subList(1, 4))
        .containsExactly(
            new Enqueued.Duplicate(id),
            new Enqueued.Created(second),
            new Enqueued.Duplicate(second));
    assertThat(db.tasks()).isEqualTo(3);
  }

  @Test
  void conflictOfOneRollsTheWholeBatchBack() {
    db.broker().enqueue(task);
    List<NewTask<byte[]>> batch = List.of(BLOB.with(BYTES), BLOB.with(new byte[] {9}).id(id));

    assertThatExceptionOfType(IdConflictException.class)
        .isThrownBy(() -> db.dsl().transaction(tx -> db.broker().using(tx).enqueueAll(batch)));

    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void twoContentsUnderOneIdInOneBatchAreAConflict() {
    List<NewTask<byte[]>> batch = List.of(task, BLOB.with(new byte[] {9}).id(id));

    assertThatExceptionOfType(IdConflictException.class)
        .isThrownBy(() -> db.dsl().transaction(tx -> db.broker().using(tx).enqueueAll(batch)));

    assertThat(db.tasks()).isZero();
  }

  @Test
  void idWithAKeyIsCreatedOnceAndOwnsTheKey() {
    NewTask<byte[]> keyed = task.idempotencyKey("k");

    Enqueued first = db.dsl().transactionResult(tx -> db.broker().using(tx).enqueue(keyed));
    Enqueued second = db.dsl().transactionResult(tx -> db.broker().using(tx).enqueue(keyed));
    Enqueued other = db.broker().enqueue(BLOB.with(BYTES).idempotencyKey("k"));

    assertThat(first).isEqualTo(new Enqueued.Created(id));
    assertThat(second).isEqualTo(new Enqueued.Duplicate(id));
    assertThat(other).isEqualTo(new Enqueued.Duplicate(id));
  }
}
