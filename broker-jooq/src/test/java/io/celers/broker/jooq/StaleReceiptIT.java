package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.tables.records.CelersTaskArchiveRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every verb of a holder with every kind of stale receipt: told why, and nothing changes. */
class StaleReceiptIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});
  private static final Rejection.Retry AT_ONCE = Rejection.retry("again").after(Duration.ZERO);

  /** What a holder does with a delivery. */
  enum Verb {
    ACK(delivery -> db.broker().ack(delivery)),
    ACK_ALL(delivery -> db.broker().ackAll(List.of(delivery)).get(0)),
    RETRY(delivery -> db.broker().reject(delivery, Rejection.retry("late"))),
    DEAD_LETTER(delivery -> db.broker().reject(delivery, Rejection.deadLetter("late"))),
    DISCARD(delivery -> db.broker().reject(delivery, Rejection.discard("late"))),
    CANCEL(delivery -> db.broker().reject(delivery, Rejection.cancel("late"))),
    RELEASE(delivery -> db.broker().release(delivery)),
    EXTEND(delivery -> db.broker().extend(delivery, Duration.ofHours(1)));

    private final Function<Delivery, Object> call;

    Verb(Function<Delivery, Object> call) {
      this.call = call;
    }

    Object of(Delivery delivery) {
      return call.apply(delivery);
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnAckAReceiptIsAlreadySettled(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().ack(delivery);

    assertNothingChanges(verb, delivery, new NotHeld.AlreadySettled(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnRetryAReceiptIsAlreadySettled(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().reject(delivery, AT_ONCE);

    assertNothingChanges(verb, delivery, new NotHeld.AlreadySettled(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnRetryAndTheNextClaimAReceiptIsAlreadySettled(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().reject(delivery, AT_ONCE);
    Delivery next = db.broker().queue("default").dequeue().orElseThrow();

    assertNothingChanges(verb, delivery, new NotHeld.AlreadySettled(delivery.id()));
    assertThat(db.broker().ack(next)).isInstanceOf(Settlement.Settled.class);
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnRetryAndTheNextSettlementAReceiptHasLostItsLease(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().reject(delivery, AT_ONCE);
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());

    assertNothingChanges(verb, delivery, new NotHeld.LeaseLost(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnDeadLetterAReceiptIsAlreadySettled(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().reject(delivery, Rejection.deadLetter("no"));

    assertNothingChanges(verb, delivery, new NotHeld.AlreadySettled(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnDiscardAReceiptIsAlreadySettled(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().reject(delivery, Rejection.discard("no"));

    assertNothingChanges(verb, delivery, new NotHeld.AlreadySettled(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterARequeueAReceiptHasLostItsLease(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().reject(delivery, Rejection.deadLetter("no"));
    db.broker().deadLetters().requeue(delivery.id());

    assertNothingChanges(verb, delivery, new NotHeld.LeaseLost(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterTheNextClaimAReceiptHasLostItsLease(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.clock().advance(Duration.ofMinutes(5));
    Delivery next = db.broker().queue("default").dequeue().orElseThrow();

    assertNothingChanges(verb, delivery, new NotHeld.LeaseLost(delivery.id()));
    assertThat(db.broker().ack(next)).isInstanceOf(Settlement.Settled.class);
  }

  @ParameterizedTest
  @EnumSource
  void afterSomebodyElsesAckAReceiptHasLostItsLease(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.clock().advance(Duration.ofMinutes(5));
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());

    assertNothingChanges(verb, delivery, new NotHeld.LeaseLost(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterACancelAReceiptIsToldSo(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().tasks().cancel(delivery.id(), "no longer wanted");

    assertNothingChanges(verb, delivery, new NotHeld.Cancelled(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterTheReaperAReceiptHasLostItsLease(Verb verb) {
    Delivery delivery = claimed(TASK.maxRetries(0));
    db.clock().advance(Duration.ofMinutes(5));
    db.broker().maintenance().reap(10);

    assertNothingChanges(verb, delivery, new NotHeld.LeaseLost(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void whenTheTaskIsGoneNothingCanBeTold(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().ack(delivery);
    db.dsl().deleteFrom(CELERS_TASKS).execute();

    assertNothingChanges(verb, delivery, new NotHeld.Gone(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOwnAckAndTheArchiveAReceiptIsAlreadySettled(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.broker().ack(delivery);
    CelersTaskArchiveRecord archived = db.dsl().newRecord(CELERS_TASK_ARCHIVE);
    archived.from(db.task(delivery.id()));
    archived.insert();
    db.dsl().deleteFrom(CELERS_TASKS).execute();

    assertNothingChanges(verb, delivery, new NotHeld.AlreadySettled(delivery.id()));
  }

  @ParameterizedTest
  @EnumSource
  void lateReceiptThatNobodyReplacedStillHolds(Verb verb) {
    Delivery delivery = claimed(TASK);
    db.clock().advance(Duration.ofDays(1));

    assertThat(verb.of(delivery)).isNotInstanceOf(NotHeld.class);
  }

  @Test
  void everyOutcomeMayComeOutOfOneCall() {
    Delivery gone = claimed(TASK);
    db.dsl().deleteFrom(CELERS_TASKS).execute();
    Delivery settled = claimed(TASK);
    db.broker().ack(settled);
    Delivery cancelled = claimed(TASK);
    db.broker().tasks().cancel(cancelled.id(), "");
    Delivery lost = claimed(TASK);
    db.clock().advance(Duration.ofMinutes(5));
    Delivery next = db.broker().queue("default").dequeue().orElseThrow();
    Delivery held = claimed(TASK);

    List<Extension> outcomes =
        db.broker()
            .extendAll(List.of(gone, settled, cancelled, lost, next, held), Duration.ofHours(1));

    assertThat(outcomes.subList(0, 4))
        .containsExactly(
            new NotHeld.Gone(gone.id()),
            new NotHeld.AlreadySettled(settled.id()),
            new NotHeld.Cancelled(cancelled.id()),
            new NotHeld.LeaseLost(lost.id()));
    assertThat(outcomes.subList(4, 6)).allMatch(Extension.Extended.class::isInstance);
    assertThat(db.broker().ackAll(List.of(gone, settled, cancelled, lost, next, held)))
        .extracting(outcome -> outcome.getClass().getSimpleName())
        .containsExactly("Gone", "AlreadySettled", "Cancelled", "LeaseLost", "Settled", "Settled");
  }

  private static Delivery claimed(NewTask<byte[]> task) {
    db.broker().enqueue(task);
    return db.broker().queue("default").dequeue().orElseThrow();
  }

  private static void assertNothingChanges(Verb verb, Delivery delivery, NotHeld expected) {
    String before = everything();

    assertThat(verb.of(delivery)).isEqualTo(expected);

    assertThat(everything()).isEqualTo(before);
  }

  private static String everything() {
    return db.dsl().fetch("table celers.celers_tasks").formatCSV()
        + db.dsl().fetch("table celers.celers_dead_letter_queue").formatCSV()
        + db.dsl().fetch("table celers.celers_task_archive").formatCSV();
  }
}
