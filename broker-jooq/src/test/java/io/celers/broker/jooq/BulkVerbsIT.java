package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Tasks;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkVerbsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");
  private static final byte[] PAYLOAD = {};
  private static final Page TEN = Page.first(10);

  @Test
  void cancelAllCancelsWhatIsPendingOrProcessing() {
    enqueue(3);
    Delivery held = db.broker().queue("mail").dequeue().orElseThrow();
    Delivery done = db.broker().queue("mail").dequeue().orElseThrow();
    db.broker().ack(done);

    Bulk step = tasks().cancelAll(TaskQuery.all().queues("mail"), "storm", TEN);

    assertThat(step.changed()).isEqualTo(2);
    assertThat(step.exhausted()).isTrue();
    assertThat(db.task(held.id()).getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(db.task(held.id()).getCancelReason()).isEqualTo("storm");
    assertThat(db.task(done.id()).getState()).isEqualTo(CelersTaskState.completed);
    assertThat(db.broker().ack(held)).isEqualTo(new NotHeld.Cancelled(held.id()));
  }

  @Test
  void prioritizeAllChangesTheOrderOfDelivery() {
    UUID first = db.broker().enqueue(MAIL.with(PAYLOAD)).id();
    UUID second = db.broker().enqueue(MAIL.with(PAYLOAD).tag("urgent")).id();

    Bulk step = tasks().prioritizeAll(TaskQuery.all().tags("urgent"), 9, TEN);

    assertThat(step.changed()).isEqualTo(1);
    assertThat(db.broker().queue("mail").dequeue(2))
        .extracting(Delivery::id)
        .containsExactly(second, first);
  }

  @Test
  void moveAllDeliversFromTheOtherQueue() {
    enqueue(2);

    Bulk step = tasks().moveAll(TaskQuery.all().queues("mail"), "slow", TEN);

    assertThat(step.changed()).isEqualTo(2);
    assertThat(db.broker().queue("mail").dequeue()).isEmpty();
    assertThat(db.broker().queue("slow").dequeue(10)).hasSize(2);
  }

  @Test
  void movedTaskIsStillHeldByItsHolder() {
    enqueue(1);
    Delivery held = db.broker().queue("mail").dequeue().orElseThrow();

    tasks().moveAll(TaskQuery.all(), "slow", TEN);

    assertThat(db.broker().queue("slow").dequeue()).isEmpty();
    assertThat(db.broker().ack(held)).isNotInstanceOf(NotHeld.class);
  }

  @Test
  void makeDueAllDeliversWhatWasScheduledForLater() {
    UUID later = db.broker().enqueue(MAIL.with(PAYLOAD).after(Duration.ofDays(1))).id();
    enqueue(1);
    Delivery held = db.broker().queue("mail").dequeue().orElseThrow();

    Bulk step = tasks().makeDueAll(TaskQuery.all().ids(List.of(later, held.id())), TEN);

    assertThat(step.changed()).isEqualTo(1);
    assertThat(db.broker().queue("mail").dequeue(10))
        .extracting(Delivery::id)
        .containsExactly(later);
  }

  @Test
  void whatBecomesClaimableIsDueNowAndNotBefore() {
    UUID id = db.broker().enqueue(MAIL.with(PAYLOAD)).id();
    db.dsl()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.VISIBLE_AT, CELERS_TASKS.VISIBLE_AT.minus(3_600))
        .execute();
    var before = db.clock().now();

    tasks().moveAll(TaskQuery.all(), "slow", TEN);

    assertThat(db.task(id).getVisibleAt()).isAfterOrEqualTo(before);
  }

  @Test
  void stepsGoOnWhereTheLastOneEnded() {
    db.broker().enqueueBulk(Stream.generate(() -> MAIL.with(PAYLOAD)).limit(Page.EXAMINED + 50L));
    db.broker().enqueueAll(List.of(MAIL.with(PAYLOAD).tag("rare"), MAIL.with(PAYLOAD).tag("rare")));

    Bulk first = tasks().cancelAll(TaskQuery.all().tags("rare"), "rare", TEN);
    long changed = Bulk.all(page -> tasks().moveAll(TaskQuery.all(), "slow", page));

    assertThat(first.changed()).isZero();
    assertThat(first.exhausted()).isFalse();
    assertThat(changed).isEqualTo(Page.EXAMINED + 52L);
    assertThat(tasks().count(TaskQuery.all().queues("slow"))).isEqualTo(changed);
  }

  @Test
  void stepNeverWaitsForALockedTask() {
    enqueue(2);
    UUID locked = db.broker().queue("mail").dequeue().orElseThrow().id();

    Bulk step =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl()
                      .selectFrom(CELERS_TASKS)
                      .where(CELERS_TASKS.ID.eq(locked))
                      .forUpdate()
                      .fetch();
                  return tasks().cancelAll(TaskQuery.all(), "any", TEN);
                });

    assertThat(step.changed()).isEqualTo(1);
    assertThat(db.task(locked).getState()).isEqualTo(CelersTaskState.processing);
  }

  @Test
  void stepIsRolledBackWithTheCallersTransaction() {
    enqueue(1);

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          db.broker().using(tx).tasks().cancelAll(TaskQuery.all(), "no", TEN);
                          throw new IllegalStateException("changed my mind");
                        }))
        .hasMessageContaining("changed my mind");

    assertThat(db.broker().queue("mail").dequeue()).isPresent();
  }

  private static Tasks tasks() {
    return db.broker().tasks();
  }

  private static void enqueue(int count) {
    db.broker().enqueueAll(Stream.generate(() -> MAIL.with(PAYLOAD)).limit(count).toList());
  }
}
