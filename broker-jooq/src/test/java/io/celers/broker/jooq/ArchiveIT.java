package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.generated.tables.records.CelersTaskArchiveRecord;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.maintenance.Progress;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.query.Cursor;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finished tasks leave the task table for the archive, and the archive for good. */
class ArchiveIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration DAY = Duration.ofDays(1);
  private static final RetentionPolicy ONE_DAY = RetentionPolicy.after(DAY);
  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("blob").with(new byte[] {0, -1, 'x', 10}).queue("q");

  @Test
  void anEmptyTableIsOneEmptyBatch() {
    List<Progress> told = new ArrayList<>();

    Progress progress = db.broker().maintenance().archive(ONE_DAY, told::add);

    assertThat(progress).isEqualTo(new Progress(0, 0, 0, Optional.empty()));
    assertThat(told).containsExactly(progress);
  }

  @Test
  void archivedTaskIsTheTaskByteForByte() {
    UUID id =
        db.broker()
            .enqueue(TASK.header("trace", "ä'\"\\").tag("t").priority(7).expiresAfter(DAY))
            .id();
    Delivery first = db.broker().queue("q").dequeue().orElseThrow();
    db.broker().reject(first, Rejection.retry("once").after(Duration.ZERO));
    Delivery second = db.broker().queue("q").dequeue().orElseThrow();
    db.broker().ack(second);
    CelersTasksRecord before = db.task(id);
    db.clock().advance(DAY);

    Progress progress = archive(ONE_DAY);

    assertThat(progress).isEqualTo(new Progress(1, 1, 0, Optional.of(new Cursor(id))));
    assertThat(db.tasks()).isZero();
    CelersTaskArchiveRecord archived = db.dsl().fetchSingle(CELERS_TASK_ARCHIVE);
    for (Field<?> column : CELERS_TASK_ARCHIVE.fields()) {
      if (!column.equals(CELERS_TASK_ARCHIVE.ARCHIVED_AT)) {
        assertThat(archived.get(column))
            .as(column.getName())
            .isEqualTo(before.get(CELERS_TASKS.field(column.getUnqualifiedName())));
      }
    }
    assertThat(archived.getArchivedAt()).isAfter(before.getCompletedAt().plusHours(23));
    assertThat(db.broker().ack(second)).isEqualTo(new NotHeld.AlreadySettled(id));
    assertThat(db.broker().tasks().find(id).orElseThrow().state()).isEqualTo(TaskState.COMPLETED);
  }

  @Test
  void ageCountsFromTheEndByTheClockOfTheDatabase() {
    db.broker().enqueue(TASK);
    db.clock().advance(Duration.ofDays(3));
    Delivery delivery = db.broker().queue("q").dequeue().orElseThrow();
    db.broker().ack(delivery);

    db.clock().advance(DAY.minusMinutes(1));
    assertThat(archive(ONE_DAY).archived()).isZero();
    db.clock().advance(Duration.ofMinutes(1));

    assertThat(archive(ONE_DAY).archived()).isOne();
  }

  @Test
  void everyStateHasItsAge() {
    UUID completed = finish(task -> task);
    UUID failed = db.broker().enqueue(TASK).id();
    db.broker().reject(db.broker().queue("q").dequeue().orElseThrow(), Rejection.discard("no"));
    UUID cancelled = db.broker().enqueue(TASK).id();
    db.broker().tasks().cancel(cancelled, "no");
    RetentionPolicy policy =
        ONE_DAY.keepFailed(Duration.ofDays(2)).keepCancelled(Duration.ofDays(3));

    List<UUID> order = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      db.clock().advance(DAY);
      archive(policy);
      db.dsl().fetchValues(CELERS_TASK_ARCHIVE.ID).stream()
          .filter(id -> !order.contains(id))
          .forEach(order::add);
    }

    assertThat(order).containsExactly(completed, failed, cancelled);
  }

  @Test
  void liveTasksStayHoweverOldTheyAre() {
    db.broker().enqueueAll(Collections.nCopies(3, TASK));
    assertThat(db.broker().queue("q").lease(Duration.ofDays(1_000)).dequeue()).isPresent();
    db.clock().advance(Duration.ofDays(900));

    assertThat(archive(ONE_DAY))
        .extracting(Progress::examined, Progress::archived)
        .containsExactly(3L, 0L);
    assertThat(db.tasks()).isEqualTo(3);
  }

  @Test
  void aQueueMayHaveARetentionOfItsOwn() {
    UUID plain = finish(task -> task);
    UUID longer = finish(task -> task.queue("longer"));
    UUID shorter = finish(task -> task.queue("shorter"));
    UUID never = finish(task -> task.queue("never"));
    retention("longer", Duration.ofDays(10));
    retention("shorter", Duration.ofMinutes(1));
    retention("never", Duration.ZERO);

    db.clock().advance(Duration.ofMinutes(2));
    Progress early = archive(ONE_DAY);
    db.clock().advance(DAY);
    Progress late = archive(ONE_DAY);

    assertThat(early).extracting(Progress::archived, Progress::deleted).containsExactly(1L, 1L);
    assertThat(late).extracting(Progress::archived, Progress::deleted).containsExactly(1L, 0L);
    assertThat(db.dsl().fetchValues(CELERS_TASK_ARCHIVE.ID))
        .containsExactlyInAnyOrder(plain, shorter);
    assertThat(db.dsl().fetchValues(CELERS_TASKS.ID)).containsExactly(longer);
    assertThat(db.broker().tasks().find(never)).isEmpty();
  }

  @Test
  void policyMayDeleteInsteadOfArchiving() {
    finish(task -> task);
    db.clock().advance(DAY);

    Progress progress = archive(ONE_DAY.deleting());

    assertThat(progress).extracting(Progress::archived, Progress::deleted).containsExactly(0L, 1L);
    assertThat(db.tasks()).isZero();
    assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isZero();
  }

  @Test
  void batchesAreBoundedAndEachIsOneStatement() {
    finished(25, "q");
    db.clock().advance(DAY);
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<Progress> told = new ArrayList<>();

    int statements =
        counter.during(() -> broker.maintenance().archive(ONE_DAY.batches(10), told::add));

    assertThat(told).extracting(Progress::archived).containsExactly(10L, 20L, 25L);
    assertThat(told)
        .extracting(Progress::cursor)
        .doesNotHaveDuplicates()
        .doesNotContain(Optional.empty());
    assertThat(statements).isEqualTo(3);
  }

  @Test
  void idsOfTheCallersAreMetToo() {
    List<UUID> ids = Stream.generate(UUID::randomUUID).limit(30).toList();
    ids.forEach(id -> db.broker().enqueue(TASK.id(id)));
    db.broker().ackAll(db.broker().queue("q").dequeue(30));
    db.clock().advance(DAY);

    assertThat(archive(ONE_DAY.batches(7)).archived()).isEqualTo(30);

    assertThat(db.dsl().fetchValues(CELERS_TASK_ARCHIVE.ID))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void lockedTaskIsPassedOver() {
    finished(3, "q");
    db.clock().advance(DAY);
    UUID locked = db.dsl().fetchValues(CELERS_TASKS.ID).get(1);

    Progress progress =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl()
                      .selectFrom(CELERS_TASKS)
                      .where(CELERS_TASKS.ID.eq(locked))
                      .forUpdate()
                      .fetch();
                  return archive(ONE_DAY);
                });

    assertThat(progress.archived()).isEqualTo(2);
    assertThat(archive(ONE_DAY).archived()).isOne();
  }

  @Test
  void batchThatFailsLosesAndDoublesNothing() {
    finished(25, "q");
    db.clock().advance(DAY);
    UUID inTheWay =
        db.dsl().fetchValues(CELERS_TASKS.ID).stream().sorted(byText()).toList().get(15);
    db.dsl()
        .execute(
            "alter table celers.celers_task_archive add constraint test_stop check (id <> {0})",
            DSL.inline(inTheWay));
    List<Progress> told = new ArrayList<>();
    try {
      assertThatThrownBy(() -> db.broker().maintenance().archive(ONE_DAY.batches(10), told::add))
          .isInstanceOf(DatabaseException.class);

      assertThat(told).extracting(Progress::archived).containsExactly(10L);
      assertThat(db.tasks()).isEqualTo(15);
      assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isEqualTo(10);
    } finally {
      db.dsl().execute("alter table celers.celers_task_archive drop constraint test_stop");
    }
    assertThat(archive(ONE_DAY).archived()).isEqualTo(15);
    assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isEqualTo(25);
  }

  @Test
  void listenerThatThrowsEndsTheWalkAfterItsBatch() {
    finished(25, "q");
    db.clock().advance(DAY);

    assertThatThrownBy(
            () ->
                db.broker()
                    .maintenance()
                    .archive(
                        ONE_DAY.batches(10),
                        progress -> {
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");

    assertThat(db.tasks()).isEqualTo(15);
  }

  @Test
  void insideATransactionItIsRolledBackWithIt() {
    finished(3, "q");
    db.clock().advance(DAY);

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          assertThat(
                                  db.broker()
                                      .using(tx)
                                      .maintenance()
                                      .archive(ONE_DAY, progress -> {})
                                      .archived())
                              .isEqualTo(3);
                          throw new IllegalStateException("changed my mind");
                        }))
        .hasMessage("changed my mind");

    assertThat(db.tasks()).isEqualTo(3);
    assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isZero();
  }

  @Test
  void twentyThousandAreArchivedWhileOthersAreClaimed() throws Exception {
    int finished = 20_000;
    int live = 3_000;
    finished(finished, "old");
    db.clock().advance(DAY);
    db.broker().enqueueBulk(Stream.generate(() -> TASK).limit(live));
    AtomicBoolean archived = new AtomicBoolean();

    List<Integer> parts =
        Together.run(
            3,
            thread -> {
              if (thread == 0) {
                try {
                  return (int) archive(ONE_DAY).archived();
                } finally {
                  archived.set(true);
                }
              }
              int acknowledged = 0;
              while (true) {
                List<Delivery> batch = db.broker().queue("q").dequeue(50);
                acknowledged += batch.size();
                assertThat(db.broker().ackAll(batch)).noneMatch(NotHeld.class::isInstance);
                if (batch.isEmpty() && archived.get()) {
                  return acknowledged;
                }
              }
            });

    assertThat(parts.get(0)).isEqualTo(finished);
    assertThat(parts.get(1) + parts.get(2)).isEqualTo(live);
    assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isEqualTo(finished);
    assertThat(db.tasks()).isEqualTo(live);
  }

  @Test
  void twoAtOnceMoveEachTaskOnce() throws Exception {
    finished(5_000, "q");
    db.clock().advance(DAY);

    List<Long> parts = Together.run(2, thread -> archive(ONE_DAY.batches(100)).archived());

    assertThat(parts.get(0) + parts.get(1)).isLessThanOrEqualTo(5_000);
    archive(ONE_DAY);
    assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isEqualTo(5_000);
    assertThat(db.tasks()).isZero();
  }

  @Test
  void archiveIsPurgedByTheTimeSpentInIt() {
    finished(25, "q");
    db.clock().advance(Duration.ofDays(100));
    archive(ONE_DAY);
    RetentionPolicy policy = ONE_DAY.keepArchived(Duration.ofDays(5)).batches(10);
    List<Progress> told = new ArrayList<>();

    db.clock().advance(Duration.ofDays(4));
    assertThat(purge(policy).deleted()).isZero();
    db.clock().advance(DAY);
    Progress kept = purge(policy.keepArchivedForEver());
    Progress purged = db.broker().maintenance().purge(policy, told::add);

    assertThat(kept).isEqualTo(new Progress(0, 0, 0, Optional.empty()));
    assertThat(purged.deleted()).isEqualTo(25);
    assertThat(told).extracting(Progress::deleted).containsExactly(10L, 20L, 25L);
    assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isZero();
  }

  @Test
  void agesAndSizesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ONE_DAY.keepFailed(Duration.ZERO))
        .withMessage("failed must be above zero and at most PT87648H, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ONE_DAY.keepArchived(DAY.negated()))
        .withMessageStartingWith("archive must be above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ONE_DAY.batches(RetentionPolicy.MAX_BATCH_SIZE + 1))
        .withMessage("batchSize must be 1..10000, was 10001");
  }

  private static Progress archive(RetentionPolicy policy) {
    return db.broker().maintenance().archive(policy, progress -> {});
  }

  private static Progress purge(RetentionPolicy policy) {
    return db.broker().maintenance().purge(policy, progress -> {});
  }

  private static UUID finish(UnaryOperator<NewTask<byte[]>> how) {
    NewTask<byte[]> task = how.apply(TASK);
    UUID id = db.broker().enqueue(task).id();
    db.broker().ack(db.broker().queue(db.task(id).getQueue()).dequeue().orElseThrow());
    return id;
  }

  private static void finished(int count, String queue) {
    db.broker().enqueueBulk(Stream.generate(() -> TASK.queue(queue)).limit(count));
    List<Delivery> batch;
    do {
      batch = db.broker().queue(queue).dequeue(5_000);
      db.broker().ackAll(batch);
    } while (!batch.isEmpty());
  }

  private static void retention(String queue, Duration retention) {
    db.dsl()
        .insertInto(CELERS_QUEUES, CELERS_QUEUES.QUEUE, CELERS_QUEUES.RETENTION_MICROS)
        .values(queue, retention.toNanos() / 1_000)
        .execute();
  }

  private static Comparator<UUID> byText() {
    return Comparator.comparing(UUID::toString);
  }
}
