package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each verdict of a holder, and where the task is afterwards. */
class RejectIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final byte[] BYTES = {0, 1, -1, 'x'};
  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(BYTES);

  @Test
  void retryMakesTheTaskPendingAgain() {
    Delivery delivery = claimed(TASK);

    Settlement settlement =
        db.broker().reject(delivery, Rejection.retry("no ink").after(Duration.ofMinutes(10)));

    assertThat(settlement).isEqualTo(new Settlement.Settled(delivery.id(), Fate.RETRY));
    CelersTasksRecord row = db.task(delivery.id());
    assertThat(row.getState()).isEqualTo(CelersTaskState.pending);
    assertThat(row.getReceipt()).isNull();
    assertThat(row.getSettledReceipt()).isEqualTo(delivery.receipt());
    assertThat(row.getErrorMessage()).isEqualTo("no ink");
    assertThat(row.getCompletedAt()).isNull();
    assertThat(row.getScheduledAt()).isEqualTo(row.getCreatedAt());
    assertDelay(delivery.id(), Duration.ofMinutes(10));
  }

  @Test
  void retriedTaskComesBackAfterItsDelayWithTheError() {
    Delivery first = claimed(TASK);
    db.broker().reject(first, Rejection.retry("no ink").after(Duration.ofMinutes(10)));

    db.clock().advance(Duration.ofMinutes(9));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.clock().advance(Duration.ofMinutes(1));
    Delivery second = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.deliveries()).isEqualTo(2);
    assertThat(second.retryCount()).isEqualTo(1);
    assertThat(second.lastError()).contains("no ink");
    assertThat(second.payload()).isEqualTo(BYTES);
  }

  @Test
  void retryAtOnceIsDueAtOnce() {
    Delivery first = claimed(TASK);

    db.broker().reject(first, Rejection.retry("x").with(RetryPolicy.immediate()));

    assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(first.id());
  }

  @Test
  void policyOfTheRejectionComesFirst() {
    JooqBroker broker = brokerWith(RetryPolicy.fixed(Duration.ofHours(1)));
    Delivery delivery = claimed(TASK.retryPolicy(RetryPolicy.fixed(Duration.ofHours(2))));

    broker.reject(delivery, Rejection.retry("x").with(RetryPolicy.fixed(Duration.ofHours(3))));

    assertDelay(delivery.id(), Duration.ofHours(3));
  }

  @Test
  void policyOfTheTaskComesSecond() {
    JooqBroker broker = brokerWith(RetryPolicy.fixed(Duration.ofHours(1)));
    Delivery delivery = claimed(TASK.retryPolicy(RetryPolicy.fixed(Duration.ofHours(2))));

    broker.reject(delivery, Rejection.retry("x"));

    assertDelay(delivery.id(), Duration.ofHours(2));
  }

  @Test
  void policyOfTheBrokerComesLast() {
    JooqBroker broker = brokerWith(RetryPolicy.fixed(Duration.ofHours(1)));
    Delivery delivery = claimed(TASK);

    broker.reject(delivery, Rejection.retry("x"));

    assertDelay(delivery.id(), Duration.ofHours(1));
  }

  @Test
  void backOffGrowsWithTheRetries() {
    UUID id =
        db.broker()
            .enqueue(
                TASK.retryPolicy(RetryPolicy.exponential(Duration.ofHours(1), Duration.ofDays(1))))
            .id();

    for (int hours : new int[] {1, 2, 4}) {
      Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
      db.broker().reject(delivery, Rejection.retry("x"));

      assertDelay(id, Duration.ofHours(hours));
      db.clock().advance(Duration.ofHours(hours));
    }
  }

  @Test
  void defaultPolicyWaitsHalfASecondToASecondAtFirst() {
    Delivery delivery = claimed(TASK);

    OffsetDateTime before = db.clock().now();
    db.broker().reject(delivery, Rejection.retry("x"));
    OffsetDateTime after = db.clock().now();

    assertThat(db.task(delivery.id()).getVisibleAt())
        .isBetween(before.plus(500, ChronoUnit.MILLIS), after.plusSeconds(1));
  }

  @Test
  void retryOfTheLastDeliveryIsADeadLetter() {
    Delivery delivery = claimed(TASK.maxRetries(0));

    Settlement settlement = db.broker().reject(delivery, Rejection.retry("no ink"));

    assertThat(settlement).isEqualTo(new Settlement.Settled(delivery.id(), Fate.DEAD_LETTER));
    assertThat(db.tasks()).isZero();
    DeadLetter dead = db.broker().deadLetters().find(delivery.id()).orElseThrow();
    assertThat(dead.cause()).isEqualTo(DeadLetter.Cause.RETRIES_EXHAUSTED);
    assertThat(dead.error()).contains("no ink");
    assertThat(dead.payload()).isEqualTo(BYTES);
    assertThat(dead.deliveries()).isEqualTo(1);
    assertThat(db.deadLetter(delivery.id()).getSettledReceipt()).isEqualTo(delivery.receipt());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void failingTaskIsDeliveredOnceMoreThanItsRetries(int maxRetries) {
    UUID id = db.broker().enqueue(TASK.maxRetries(maxRetries)).id();

    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i <= maxRetries; i++) {
      Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
      fates.add(fate(db.broker().reject(delivery, Rejection.retry("x").after(Duration.ZERO))));
    }

    assertThat(fates.subList(0, maxRetries)).allMatch(fate -> fate == Fate.RETRY);
    assertThat(fates.get(maxRetries)).isEqualTo(Fate.DEAD_LETTER);
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    assertThat(db.broker().deadLetters().find(id)).isPresent();
  }

  @Test
  void deadLetterIsOneAtOnce() {
    Delivery delivery = claimed(TASK.maxRetries(100));

    Settlement settlement = db.broker().reject(delivery, Rejection.deadLetter("never"));

    assertThat(settlement).isEqualTo(new Settlement.Settled(delivery.id(), Fate.DEAD_LETTER));
    DeadLetter dead = db.broker().deadLetters().find(delivery.id()).orElseThrow();
    assertThat(dead.cause()).isEqualTo(DeadLetter.Cause.REJECTED);
    assertThat(dead.error()).contains("never");
    assertThat(db.tasks()).isZero();
  }

  @Test
  void deadLetterOfTheLastDeliveryWasRejectedToo() {
    Delivery delivery = claimed(TASK.maxRetries(0));

    db.broker().reject(delivery, Rejection.deadLetter("never"));

    assertThat(db.broker().deadLetters().find(delivery.id()).orElseThrow().cause())
        .isEqualTo(DeadLetter.Cause.REJECTED);
  }

  @Test
  void discardFailsTheTask() {
    Delivery delivery = claimed(TASK);

    Settlement settlement = db.broker().reject(delivery, Rejection.discard("not for us"));

    assertThat(settlement).isEqualTo(new Settlement.Settled(delivery.id(), Fate.DISCARDED));
    CelersTasksRecord row = db.task(delivery.id());
    assertThat(row.getState()).isEqualTo(CelersTaskState.failed);
    assertThat(row.getErrorMessage()).isEqualTo("not for us");
    assertThat(row.getCompletedAt()).isNotNull();
    assertThat(row.getReceipt()).isNull();
    assertThat(row.getSettledReceipt()).isEqualTo(delivery.receipt());
    assertThat(db.broker().deadLetters().find(delivery.id())).isEmpty();
  }

  @Test
  void groupWithAllVerdictsIsOneStatementInTheOrderOfTheMap() {
    db.broker().enqueueAll(Collections.nCopies(40, TASK));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<Delivery> deliveries = new ArrayList<>(broker.queue("default").dequeue(40));
    Collections.shuffle(deliveries);
    List<Rejection> verdicts =
        List.of(
            Rejection.retry("r").after(Duration.ofMinutes(1)),
            Rejection.deadLetter("d"),
            Rejection.discard("f"),
            Rejection.retry("o").after(Duration.ofDays(1)));
    Map<Delivery, Rejection> rejections = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      rejections.put(deliveries.get(i), verdicts.get(i % 4));
    }
    List<Settlement> outcomes = new ArrayList<>();

    int statements = counter.during(() -> outcomes.addAll(broker.rejectAll(rejections)));

    assertThat(statements).isEqualTo(1);
    assertThat(outcomes)
        .extracting(Settlement::id)
        .containsExactlyElementsOf(deliveries.stream().map(Delivery::id).toList());
    for (int i = 0; i < 40; i += 4) {
      assertThat(outcomes.subList(i, i + 4))
          .extracting(RejectIT::fate)
          .containsExactly(Fate.RETRY, Fate.DEAD_LETTER, Fate.DISCARDED, Fate.RETRY);
      assertThat(db.task(deliveries.get(i).id()).getErrorMessage()).isEqualTo("r");
      assertThat(db.deadLetter(deliveries.get(i + 1).id()).getErrorMessage()).isEqualTo("d");
      assertThat(db.task(deliveries.get(i + 2).id()).getErrorMessage()).isEqualTo("f");
      assertDelay(deliveries.get(i).id(), Duration.ofMinutes(1));
      assertDelay(deliveries.get(i + 3).id(), Duration.ofDays(1));
    }
  }

  @Test
  void groupForOneReasonIsRejectedInTheOrderGiven() {
    db.broker().enqueueAll(Collections.nCopies(20, TASK));
    List<Delivery> deliveries = new ArrayList<>(db.broker().queue("default").dequeue(20));
    Collections.shuffle(deliveries);

    List<Settlement> outcomes =
        db.broker().rejectAll(deliveries, Rejection.retry("x").after(Duration.ofHours(1)));

    assertThat(outcomes)
        .containsExactlyElementsOf(
            deliveries.stream()
                .<Settlement>map(delivery -> new Settlement.Settled(delivery.id(), Fate.RETRY))
                .toList());
  }

  @Test
  void sameDeliveryTwiceForOneReasonHasTwoOutcomes() {
    Delivery delivery = claimed(TASK);

    assertThat(db.broker().rejectAll(List.of(delivery, delivery), Rejection.discard("x")))
        .hasSize(2);
  }

  @Test
  void nothingIsSentForNoRejections() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    assertThat(counter.during(() -> broker.rejectAll(Map.of()))).isZero();
    assertThat(counter.during(() -> broker.rejectAll(List.of(), Rejection.retry("x")))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b\uD83Dc", "\0", "'; --", "😀", "{\"a\":[1,null]}", "\\x00,NULL"})
  void anyErrorTextCanBeRecorded(String error) {
    String stored = error.replace('\0', '\uFFFD').replace('\uD83D', '\uFFFD');
    if (error.equals("😀")) {
      stored = error;
    }
    Delivery retried = claimed(TASK);
    db.broker().reject(retried, Rejection.retry(error).after(Duration.ofDays(1)));
    Delivery dead = claimed(TASK);
    db.broker().reject(dead, Rejection.deadLetter(error));
    Delivery discarded = claimed(TASK);
    db.broker().reject(discarded, Rejection.discard(error));

    assertThat(db.task(retried.id()).getErrorMessage()).isEqualTo(stored);
    assertThat(db.deadLetter(dead.id()).getErrorMessage()).isEqualTo(stored);
    assertThat(db.task(discarded.id()).getErrorMessage()).isEqualTo(stored);
  }

  @Test
  void errorOfFiftyMegabytesIsCut() {
    Delivery delivery = claimed(TASK);

    db.broker().reject(delivery, Rejection.deadLetter("€".repeat(50_000_000 / 3)));

    assertThat(db.deadLetter(delivery.id()).getErrorMessage()).isEqualTo("€".repeat(32_768 / 3));
  }

  @Test
  void exceptionIsAReasonWithClassAndMessage() {
    Delivery delivery = claimed(TASK);

    db.broker().reject(delivery, Rejection.retry(new IllegalStateException("no ink")));

    assertThat(db.task(delivery.id()).getErrorMessage())
        .isEqualTo("java.lang.IllegalStateException: no ink");
  }

  @Test
  void laterErrorReplacesTheEarlierOne() {
    Delivery first = claimed(TASK);
    db.broker().reject(first, Rejection.retry("first").after(Duration.ZERO));
    Delivery second = db.broker().queue("default").dequeue().orElseThrow();
    db.broker().reject(second, Rejection.deadLetter("second"));

    assertThat(db.deadLetter(first.id()).getErrorMessage()).isEqualTo("second");
  }

  private static Fate fate(Settlement settlement) {
    return ((Settlement.Settled) settlement).fate();
  }

  private static JooqBroker brokerWith(RetryPolicy policy) {
    return JooqBroker.builder(db.dsl()).retryPolicy(policy).build();
  }

  private static Delivery claimed(NewTask<byte[]> task) {
    db.broker().enqueue(task);
    return db.broker().queue("default").dequeue().orElseThrow();
  }

  private static void assertDelay(UUID id, Duration delay) {
    assertThat(db.task(id).getVisibleAt().minus(delay))
        .isCloseTo(db.clock().now(), within(30, ChronoUnit.SECONDS));
  }
}
