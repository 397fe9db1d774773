package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.StoredResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.OutcomeHandler;
import io.celers.broker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler may answer, and where the task is then. */
class OutcomesIT {

  record Order(long id) {}

  record Total(int cents) {}

  /** How outcomes are stored. */
  enum Mode {
    IN_GROUPS(builder -> builder.settleInGroups(10, Duration.ofMillis(1))),
    AT_ONCE(WorkerBuilder::settleAtOnce);

    private final UnaryOperator<WorkerBuilder> set;

    Mode(UnaryOperator<WorkerBuilder> set) {
      this.set = set;
    }
  }

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<Order> ORDER =
      TaskType.of("order", Order.class).retryPolicy(RetryPolicy.fixed(Duration.ofHours(1)));

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @EnumSource
  void resultIsStoredWithTheAck(Mode mode) {
    UUID id = run(mode, ORDER.with(new Order(1)), (order, task) -> Outcome.done(new Total(7)));

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.COMPLETED));
    StoredResult result = db.broker().results().find(id).orElseThrow();
    assertThat(result.status()).isEqualTo(ResultStatus.SUCCESS);
    assertThat(result.runTime()).isPresent();
    assertThat(db.broker().results().value(result, Total.class)).contains(new Total(7));
  }

  @ParameterizedTest
  @EnumSource
  void resultThatCannotBeStoredIsAFailedAttempt(Mode mode) {
    UUID id =
        run(mode, ORDER.with(new Order(1)), (order, task) -> Outcome.done("x".repeat(2_000_000)));

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.RETRY));
    assertThat(db.task(id).getErrorMessage()).startsWith("the result could not be stored");
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerThrowsIsTriedAgainByThePolicyOfTheTask(Mode mode) {
    UUID id =
        run(
            mode,
            ORDER.with(new Order(1)),
            (order, task) -> {
              throw new java.io.IOException("no ink");
            });

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.RETRY));
    CelersTasksRecord row = db.task(id);
    assertThat(row.getErrorMessage()).isEqualTo("java.io.IOException: no ink");
    assertThat(row.getVisibleAt()).isAfter(db.clock().now().plusMinutes(50));
  }

  @Test
  void failureOfTheLastDeliveryIsADeadLetter() {
    UUID id =
        run(
            Mode.IN_GROUPS,
            ORDER.with(new Order(1)).maxRetries(0),
            (order, task) -> {
              throw new IllegalStateException("hopeless");
            });

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    DeadLetter dead = db.broker().deadLetters().find(id).orElseThrow();
    assertThat(dead.error()).contains("java.lang.IllegalStateException: hopeless");
  }

  @Test
  void retryMayNameItsDelay() {
    UUID id =
        run(
            Mode.IN_GROUPS,
            ORDER.with(new Order(1)),
            (order, task) -> Outcome.retryAfter("busy", Duration.ofDays(1)));

    assertThat(db.task(id).getVisibleAt()).isAfter(db.clock().now().plusHours(23));
    assertThat(db.task(id).getDeliveries()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void snoozeIsNoPenalty(Mode mode) {
    UUID id =
        run(
            mode,
            ORDER.with(new Order(1)).maxRetries(0),
            (order, task) -> Outcome.snooze(Duration.ofDays(1)));

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.RELEASED));
    assertThat(db.task(id).getDeliveries()).isZero();
    assertThat(db.task(id).getVisibleAt()).isAfter(db.clock().now().plusHours(23));
  }

  @Test
  void handlerMayGiveUpOrCancel() {
    UUID dead =
        run(Mode.IN_GROUPS, ORDER.with(new Order(1)), (order, task) -> Outcome.deadLetter("d"));
    UUID discarded =
        run(Mode.IN_GROUPS, ORDER.with(new Order(1)), (order, task) -> Outcome.discard("f"));
    UUID cancelled =
        run(Mode.IN_GROUPS, ORDER.with(new Order(1)), (order, task) -> Outcome.cancel("gone"));

    assertThat(db.broker().deadLetters().find(dead)).isPresent();
    assertThat(db.task(discarded).getState()).isEqualTo(CelersTaskState.failed);
    assertThat(db.task(cancelled).getState()).isEqualTo(CelersTaskState.cancelled);
    assertThat(db.task(cancelled).getCancelReason()).isEqualTo("gone");
  }

  @Test
  void payloadThatCannotBeReadFollowsThePolicy() {
    NewTask<byte[]> noJson =
        NewTask.ofBytes(ORDER.name(), "no json".getBytes(StandardCharsets.UTF_8));

    UUID id = run(Mode.IN_GROUPS, noJson, (order, task) -> Outcome.done());

    assertThat(recorder.fates).isEqualTo(Map.of(id, Fate.DEAD_LETTER));
    assertThat(db.broker().deadLetters().find(id).orElseThrow().error().orElseThrow())
        .startsWith("undecodable payload");
  }

  private UUID run(Mode mode, NewTask<?> task, OutcomeHandler<Order> handler) {
    int before = recorder.fates.size();
    WorkerBuilder builder =
        db.broker().worker().handleWithOutcome(ORDER, handler).listener(recorder);
    try (Worker worker = mode.set.apply(builder).start()) {
      UUID id = db.broker().enqueue(task).id();
      recorder.awaitSettled(before + 1);
      assertThat(worker.inHand()).isZero();
      return id;
    }
  }
}
