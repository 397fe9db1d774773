package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.Results;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.StoredResult;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results that are stored by the ack's own statement. */
class AckWithResultIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void ackStoresTheResultInItsOwnStatement() {
    Delivery delivery = delivered();
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    int statements =
        counter.during(
            () ->
                assertThat(broker.ack(delivery, TaskResult.success(delivery).json("[42]")))
                    .isEqualTo(new Settlement.Settled(delivery.id(), Fate.COMPLETED)));

    assertThat(statements).isOne();
    assertThat(db.task(delivery.id()).getState()).isEqualTo(CelersTaskState.completed);
    assertThat(db.task(delivery.id()).getSettledReceipt()).isEqualTo(delivery.receipt());
    StoredResult found = results().find(delivery.id()).orElseThrow();
    assertThat(found.status()).isEqualTo(ResultStatus.SUCCESS);
    assertThat(found.name()).isEqualTo("blob");
    assertThat(found.json()).contains("[42]");
  }

  @Test
  void commitShowsBothAndRollbackNeither() throws Exception {
    Delivery committed = delivered();
    Delivery rolledBack = delivered();
    try (Session session = Session.inTransactions(db)) {
      session.broker().ack(committed, TaskResult.success(committed));
      assertThat(results().find(committed.id())).isEmpty();
      session.commit();
      session.broker().ack(rolledBack, TaskResult.success(rolledBack));
      session.rollback();
    }

    assertThat(results().find(List.of(committed.id(), rolledBack.id())))
        .containsOnlyKeys(committed.id());
    assertThat(db.task(rolledBack.id()).getState()).isEqualTo(CelersTaskState.processing);
    assertThat(db.broker().ack(rolledBack)).isInstanceOf(Settlement.Settled.class);
  }

  @Test
  void staleReceiptStoresNothing() {
    db.broker().enqueue(TASK);
    Delivery stale = dequeued();
    db.clock().advance(Duration.ofMinutes(5));
    Delivery current = dequeued();

    assertThat(db.broker().ack(stale, TaskResult.success(stale).json("1")))
        .isEqualTo(new NotHeld.LeaseLost(stale.id()));
    assertThat(results().find(stale.id())).isEmpty();

    assertThat(db.broker().ack(current, TaskResult.success(current).json("2")))
        .isInstanceOf(Settlement.Settled.class);
    assertThat(db.broker().ack(stale, TaskResult.success(stale).json("1")))
        .isEqualTo(new NotHeld.LeaseLost(stale.id()));
    assertThat(results().find(current.id()).flatMap(StoredResult::json)).contains("2");
  }

  @Test
  void staleReceiptLeavesTheStoredResultAlone() {
    db.broker().enqueue(TASK);
    Delivery stale = dequeued();
    db.clock().advance(Duration.ofMinutes(5));
    dequeued();
    results().store(TaskResult.of(stale, ResultStatus.STARTED));

    db.broker().ack(stale, TaskResult.success(stale));

    assertThat(results().find(stale.id()).map(StoredResult::status)).contains(ResultStatus.STARTED);
  }

  @Test
  void ofTwoReceiptsOfOneTaskTheCurrentOneBringsTheResult() {
    db.broker().enqueue(TASK);
    Delivery stale = dequeued();
    db.clock().advance(Duration.ofMinutes(5));
    Delivery current = dequeued();
    Map<Delivery, TaskResult> results = new LinkedHashMap<>();
    results.put(stale, TaskResult.success(stale).json("1"));
    results.put(current, TaskResult.success(current).json("2"));

    List<Settlement> outcomes = db.broker().ackAll(results);

    assertThat(outcomes)
        .containsExactly(
            new NotHeld.LeaseLost(stale.id()),
            new Settlement.Settled(current.id(), Fate.COMPLETED));
    assertThat(results().find(current.id()).flatMap(StoredResult::json)).contains("2");
  }

  @Test
  void repeatedAckIsAlreadySettledAndKeepsTheFirstResult() {
    Delivery delivery = delivered();
    db.broker().ack(delivery, TaskResult.success(delivery).json("1"));

    assertThat(db.broker().ack(delivery, TaskResult.success(delivery).json("2")))
        .isEqualTo(new NotHeld.AlreadySettled(delivery.id()));

    assertThat(results().find(delivery.id()).flatMap(StoredResult::json)).contains("1");
  }

  @Test
  void cancelledTaskGetsNoResult() {
    Delivery delivery = delivered();
    db.broker().tasks().cancel(delivery.id(), "no");

    assertThat(db.broker().ack(delivery, TaskResult.success(delivery)))
        .isEqualTo(new NotHeld.Cancelled(delivery.id()));

    assertThat(results().find(delivery.id())).isEmpty();
  }

  @Test
  void exceptionWithNulIsStoredWithItsStackTrace() {
    Delivery delivery = delivered();
    RuntimeException thrown = new IllegalStateException("a\0b", new RuntimeException("c\0d"));

    results().store(TaskResult.failure(delivery, thrown));

    StoredResult found = results().find(delivery.id()).orElseThrow();
    assertThat(found.error()).contains("java.lang.IllegalStateException: a\ufffdb");
    assertThat(found.stackTrace().orElseThrow())
        .contains("IllegalStateException: a\ufffdb", "RuntimeException: c\ufffdd");
  }

  @Test
  void retryIsFollowedBySuccess() {
    Delivery first = delivered();
    results()
        .store(TaskResult.of(first, ResultStatus.RETRY).thrown(new IllegalStateException("once")));
    db.broker().reject(first, Rejection.retry("once").after(Duration.ZERO));
    StoredResult retry = results().find(first.id()).orElseThrow();
    Delivery second = dequeued();

    db.broker().ack(second, TaskResult.success(second).value(Map.of("sent", true)));

    assertThat(retry.status()).isEqualTo(ResultStatus.RETRY);
    assertThat(retry.error()).contains("java.lang.IllegalStateException: once");
    StoredResult success = results().find(first.id()).orElseThrow();
    assertThat(success.status()).isEqualTo(ResultStatus.SUCCESS);
    assertThat(success.error()).isEmpty();
    assertThat(success.json()).contains("{\"sent\": true}");
  }

  @Test
  void manyAreOneStatementInTheOrderOfTheMap() {
    db.broker().enqueueAll(Collections.nCopies(500, TASK));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    Map<Delivery, TaskResult> results = new LinkedHashMap<>();
    for (Delivery delivery : broker.queue("default").dequeue(500)) {
      results.put(delivery, TaskResult.success(delivery).json("\"" + delivery.id() + "\""));
    }
    Delivery stale = results.keySet().iterator().next();
    broker.ack(stale);

    assertThat(
            counter.during(
                () ->
                    assertThat(broker.ackAll(results))
                        .extracting(Settlement::id)
                        .containsExactlyElementsOf(
                            results.keySet().stream().map(Delivery::id).toList())))
        .isEqualTo(2);
    assertThat(counter.during(() -> broker.ackAll(Map.of()))).isZero();

    assertThat(results().find(stale.id())).isEmpty();
    assertThat(db.dsl().fetch(CELERS_TASK_RESULTS))
        .hasSize(499)
        .allSatisfy(
            row -> assertThat(row.getResult().data()).isEqualTo("\"" + row.getTaskId() + "\""));
  }

  @Test
  void resultOfAnotherTaskIsRefused() {
    Delivery delivery = delivered();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                db.broker()
                    .ack(delivery, TaskResult.of(UUID.randomUUID(), "blob", ResultStatus.SUCCESS)))
        .withMessageContaining(delivery.id().toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = ResultStatus.class,
      names = {"PENDING", "STARTED", "RETRY"})
  void resultThatIsNotFinalIsRefused(ResultStatus status) {
    Delivery delivery = delivered();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().ack(delivery, TaskResult.of(delivery, status)))
        .withMessageContaining("final");
    assertThat(db.task(delivery.id()).getState()).isEqualTo(CelersTaskState.processing);
  }

  @Test
  void resultThatIsRefusedLeavesTheTransactionUsable() throws Exception {
    Delivery delivery = delivered();
    try (Session session = Session.inTransactions(db)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> session.broker().ack(delivery, TaskResult.success(delivery).value("\0")));
      session.broker().ack(delivery, TaskResult.success(delivery).value(""));
      session.commit();
    }

    assertThat(results().find(delivery.id()).flatMap(StoredResult::json)).contains("\"\"");
  }

  private static Results results() {
    return db.broker().results();
  }

  private static Delivery delivered() {
    db.broker().enqueue(TASK);
    return dequeued();
  }

  private static Delivery dequeued() {
    return db.broker().queue("default").dequeue().orElseThrow();
  }
}
