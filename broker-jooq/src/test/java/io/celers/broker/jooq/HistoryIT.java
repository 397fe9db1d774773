package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static io.celers.broker.generated.Tables.CELERS_TASK_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.History;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.history.HistoryEvent;
import io.celers.broker.history.Stage;
import io.celers.broker.jooq.internal.sql.TaskRows;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each way in which a state changes leaves one row, and none when history is off. */
class HistoryIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("mail", new byte[0]);
  private static final Page TEN = Page.first(10);

  @BeforeEach
  void enable() {
    db.dsl().truncate(CELERS_TASK_HISTORY).execute();
    assertThat(history().enable()).isTrue();
  }

  @AfterEach
  void disable() {
    history().disable();
  }

  @Test
  void enqueueClaimAndAckLeaveOneRowEach() {
    UUID id = db.broker().enqueue(TASK).id();

    db.broker().ack(claim());

    assertThat(life(id))
        .containsExactly("null>PENDING", "PENDING>PROCESSING", "PROCESSING>COMPLETED");
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void eventsTellWhoWhenAndForHowLong() {
    UUID id = db.broker().enqueue(TASK).id();
    db.clock().advance(Duration.ofMinutes(5));
    JooqBroker worker = JooqBroker.builder(db.dsl()).workerId("worker 7").build();

    worker.queue("default").dequeue();

    List<HistoryEvent> events = history().of(id);
    HistoryEvent created = events.get(0);
    HistoryEvent claimed = events.get(1);
    assertThat(created.worker()).isEmpty();
    assertThat(created.deliveries()).isZero();
    assertThat(created.sincePrevious()).isEmpty();
    assertThat(claimed.taskId()).isEqualTo(id);
    assertThat(claimed.queue()).isEqualTo("default");
    assertThat(claimed.name()).isEqualTo("mail");
    assertThat(claimed.worker()).contains("worker 7");
    assertThat(claimed.deliveries()).isOne();
    assertThat(claimed.sincePrevious().orElseThrow())
        .isEqualTo(Duration.between(created.at(), claimed.at()))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  @Test
  void everyWayToEnqueueLeavesARowForEachTask() {
    UUID keyed = db.broker().enqueue(TASK.idempotencyKey("k")).id();
    db.broker().enqueue(TASK.idempotencyKey("k"));
    db.broker().enqueueAll(Collections.nCopies(3, TASK));
    db.broker().enqueueBulk(Stream.generate(() -> TASK).limit(500));

    assertThat(life(keyed)).containsExactly("null>PENDING");
    assertThat(rows()).isEqualTo(504);
  }

  @Test
  void everyRejectionLeavesOneRow() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(db.broker().enqueue(TASK.maxRetries(i == 3 ? 0 : 3)).id());
    }
    List<Delivery> held = db.broker().queue("default").dequeue(4);

    db.broker()
        .rejectAll(
            Map.of(
                held.get(0), Rejection.retry("again"),
                held.get(1), Rejection.discard("useless"),
                held.get(2), Rejection.deadLetter("broken"),
                held.get(3), Rejection.retry("for the last time")));

    assertThat(last(ids.get(0))).isEqualTo("PROCESSING>PENDING");
    assertThat(last(ids.get(1))).isEqualTo("PROCESSING>FAILED");
    assertThat(last(ids.get(2))).isEqualTo("PROCESSING>DEAD_LETTER");
    assertThat(last(ids.get(3))).isEqualTo("PROCESSING>DEAD_LETTER");
    assertThat(rows()).isEqualTo(12);
  }

  @Test
  void deadLettersAreFollowedThereAndBackAndToTheirEnd() {
    UUID requeued = deadLetter();
    UUID purged = deadLetter();
    UUID inBulk = deadLetter();

    db.broker().deadLetters().requeue(requeued);
    db.broker().deadLetters().purge(purged);
    db.broker().deadLetters().requeueAll(DeadLetterQuery.all().ids(List.of(inBulk)), TEN);

    assertThat(last(requeued)).isEqualTo("DEAD_LETTER>PENDING");
    assertThat(last(purged)).isEqualTo("DEAD_LETTER>null");
    assertThat(last(inBulk)).isEqualTo("DEAD_LETTER>PENDING");
    assertThat(rows()).isEqualTo(12);
  }

  @Test
  void whatIsSettledByAClaimOrTheReaperLeavesOneRow() {
    UUID worn = db.broker().enqueue(TASK.maxRetries(0)).id();
    claim();
    UUID expired = db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(1))).id();
    UUID elsewhere = db.broker().enqueue(TASK.queue("b").expiresAfter(Duration.ofMinutes(1))).id();
    UUID again = db.broker().enqueue(TASK.queue("c")).id();
    db.broker().queue("c").dequeue();
    db.clock().advance(Duration.ofHours(1));

    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.broker().maintenance().reap(10);
    db.broker().queue("c").dequeue();

    assertThat(last(worn)).isEqualTo("PROCESSING>DEAD_LETTER");
    assertThat(last(expired)).isEqualTo("PENDING>CANCELLED");
    assertThat(last(elsewhere)).isEqualTo("PENDING>CANCELLED");
    assertThat(last(again)).isEqualTo("PROCESSING>PROCESSING");
    assertThat(rows()).isEqualTo(3 + 2 + 2 + 3);
  }

  @Test
  void cancelsLeaveOneRowAndVerbsThatChangeNoStateNone() {
    UUID one = db.broker().enqueue(TASK).id();
    UUID all = db.broker().enqueue(TASK.after(Duration.ofDays(1))).id();
    Delivery held = claim();

    db.broker().extend(held, Duration.ofHours(1));
    db.broker().tasks().prioritizeAll(TaskQuery.all(), 7, TEN);
    db.broker().tasks().moveAll(TaskQuery.all(), "slow", TEN);
    db.broker().tasks().makeDueAll(TaskQuery.all(), TEN);
    db.broker().tasks().cancel(one, "one");
    db.broker().tasks().cancelAll(TaskQuery.all(), "all", TEN);

    assertThat(last(one)).isEqualTo("PROCESSING>CANCELLED");
    assertThat(last(all)).isEqualTo("PENDING>CANCELLED");
    assertThat(history().of(one)).last().extracting(HistoryEvent::queue).isEqualTo("slow");
    assertThat(rows()).isEqualTo(5);
  }

  @Test
  void sqlByHandLeavesItsRowToo() {
    UUID failed = db.broker().enqueue(TASK).id();
    UUID deleted = db.broker().enqueue(TASK).id();
    UUID archived = db.broker().enqueue(TASK).id();
    db.broker().tasks().cancel(archived, "old");

    db.dsl()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.STATE, CelersTaskState.failed)
        .set(CELERS_TASKS.COMPLETED_AT, db.clock().now())
        .where(CELERS_TASKS.ID.eq(failed))
        .execute();
    db.dsl().deleteFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(deleted)).execute();
    archive(archived);
    db.dsl().deleteFrom(CELERS_TASK_ARCHIVE).execute();

    assertThat(last(failed)).isEqualTo("PENDING>FAILED");
    assertThat(life(deleted)).containsExactly("null>PENDING", "PENDING>null");
    assertThat(life(archived))
        .containsExactly(
            "null>PENDING", "PENDING>CANCELLED", "CANCELLED>ARCHIVED", "ARCHIVED>null");
    assertThat(rows()).isEqualTo(8);
  }

  @Test
  void rollbackLeavesNoRow() {
    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          var broker = db.broker().using(tx);
                          broker.enqueue(TASK);
                          broker.ack(broker.queue("default").dequeue().orElseThrow());
                          assertThat(tx.dsl().fetchCount(CELERS_TASK_HISTORY)).isEqualTo(3);
                          throw new IllegalStateException("changed my mind");
                        }))
        .hasMessageContaining("changed my mind");

    assertThat(rows()).isZero();
  }

  @Test
  void replicasLeaveNoRow() {
    db.dsl()
        .transaction(
            tx -> {
              tx.dsl().execute("set local session_replication_role = replica");
              db.broker().using(tx).enqueue(TASK);
            });

    assertThat(rows()).isZero();
  }

  @Test
  void deadLetterOfATimeWithoutHistoryComesFromNowhere() {
    history().disable();
    UUID id = deadLetter();
    history().enable();

    db.broker().deadLetters().requeue(id);

    assertThat(life(id)).containsExactly("null>PENDING");
  }

  @Test
  void longLifeIsToldFromItsEnd() {
    UUID id = UUID.randomUUID();
    db.dsl()
        .batched(
            batch -> {
              for (int i = 0; i <= History.MAX_EVENTS; i++) {
                batch
                    .dsl()
                    .insertInto(CELERS_TASK_HISTORY)
                    .set(CELERS_TASK_HISTORY.TASK_ID, id)
                    .set(CELERS_TASK_HISTORY.QUEUE, "q")
                    .set(CELERS_TASK_HISTORY.TASK_NAME, "n")
                    .set(CELERS_TASK_HISTORY.DELIVERIES, i)
                    .set(CELERS_TASK_HISTORY.TO_STATE, "pending")
                    .execute();
              }
            });

    List<HistoryEvent> events = history().of(id);

    assertThat(events).hasSize(History.MAX_EVENTS);
    assertThat(events.get(0).deliveries()).isOne();
    assertThat(events.get(0).sincePrevious()).isPresent();
    assertThat(history().of(UUID.randomUUID())).isEmpty();
  }

  @Test
  void purgeDeletesTheOldestUpToItsLimit() {
    db.broker().enqueueAll(Collections.nCopies(5, TASK));
    db.clock().advance(Duration.ofDays(2));
    UUID young = db.broker().enqueue(TASK).id();

    assertThat(history().purge(Duration.ofDays(1), 3)).isEqualTo(3);
    assertThat(history().purge(Duration.ofDays(1), 3)).isEqualTo(2);
    assertThat(history().purge(Duration.ofDays(1), 3)).isZero();
    assertThat(life(young)).hasSize(1);
    assertThat(history().purge(Duration.ZERO, 10)).isOne();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history().purge(Duration.ofNanos(-1), 10));
    assertThatIllegalArgumentException().isThrownBy(() -> history().purge(Duration.ZERO, 0));
  }

  private static UUID deadLetter() {
    UUID id = db.broker().enqueue(TASK).id();
    db.broker().reject(claim(), Rejection.deadLetter("broken"));
    return id;
  }

  private static Delivery claim() {
    return db.broker().queue("default").dequeue().orElseThrow();
  }

  private static void archive(UUID id) {
    List<Field<?>> columns = TaskRows.sharedWith(CELERS_TASK_ARCHIVE);
    db.dsl()
        .transaction(
            tx -> {
              tx.dsl()
                  .insertInto(CELERS_TASK_ARCHIVE, TaskRows.of(CELERS_TASK_ARCHIVE, columns))
                  .select(tx.dsl().select(columns).from(CELERS_TASKS).where(CELERS_TASKS.ID.eq(id)))
                  .execute();
              tx.dsl().deleteFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(id)).execute();
            });
  }

  private static List<String> life(UUID id) {
    return history().of(id).stream()
        .map(event -> name(event.from().orElse(null)) + ">" + name(event.to().orElse(null)))
        .toList();
  }

  private static String name(@Nullable Stage stage) {
    return String.valueOf(stage);
  }

  private static String last(UUID id) {
    List<String> life = life(id);
    return life.get(life.size() - 1);
  }

  private static int rows() {
    return db.dsl().fetchCount(CELERS_TASK_HISTORY);
  }

  private static History history() {
    return db.broker().history();
  }
}
