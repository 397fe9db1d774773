package io.celers.broker.testdb.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Due tasks are run by the test itself. */
class TaskDrainIT {

  @RegisterExtension static final MigratedDatabase database = new MigratedDatabase();

  private record Mail(String to) {}

  private static final TaskType<Mail> MAIL = TaskType.of("mail", Mail.class).queue("mail");
  private static final TaskType<byte[]> OTHER = TaskType.ofBytes("other").queue("another");

  private final List<String> sent = new ArrayList<>();
  private JooqBroker broker;
  private TaskDrain drain;

  @BeforeEach
  void open() {
    broker = JooqBroker.builder(database.dataSource()).build();
    drain = TaskDrain.of(broker).handle(MAIL, (mail, task) -> sent.add(mail.to()));
  }

  @Test
  void outcomeIsWhatAWorkerMakesOfIt() {
    drain.handleWithOutcome(
        OTHER,
        (bytes, task) ->
            task.delivery().deliveries() == 1
                ? Outcome.retryAfter("not yet", Duration.ofHours(1))
                : Outcome.done("well"));
    UUID id = broker.enqueue(OTHER.with(new byte[0])).id();

    Drained first = drain.drain();
    database.clock().advance(Duration.ofHours(1));
    List<UUID> second = drain.drainAll();

    assertThat(first.completed()).isEmpty();
    assertThat(first.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.cause()).hasMessageContaining("not yet"));
    assertThat(second).containsExactly(id);
    assertThat(broker.results().find(id)).isPresent();
  }

  @Test
  void snoozedTaskIsDueAgainLater() {
    drain.handleWithOutcome(OTHER, (bytes, task) -> Outcome.snooze(Duration.ofHours(1)));
    broker.enqueue(OTHER.with(new byte[0]));

    assertThat(drain.drainAll()).isEmpty();

    database.clock().advance(Duration.ofHours(1));
    drain.handle(OTHER, (bytes, task) -> {});
    assertThat(drain.drainAll()).hasSize(1);
  }

  @Test
  void dueTasksOfAllQueuesAreRunInTheirOrder() {
    drain.handle(OTHER, (bytes, task) -> sent.add("other"));
    UUID low = broker.enqueue(mail("low").priority(1)).id();
    UUID high = broker.enqueue(mail("high").priority(8)).id();
    UUID other = broker.enqueue(OTHER.with(new byte[0])).id();
    broker.enqueue(mail("later").after(Duration.ofDays(1)));

    assertThat(drain.drainAll()).containsExactly(other, high, low);

    assertThat(sent).containsExactly("other", "high", "low");
    assertThat(broker.tasks().find(low).orElseThrow().state()).isEqualTo(TaskState.COMPLETED);
    assertThat(drain.drainAll()).isEmpty();
  }

  @Test
  void whatComesLaterIsRunWhenTheClockWasMoved() {
    broker.enqueue(mail("later").after(Duration.ofDays(1)));

    database.clock().advance(Duration.ofDays(1));

    assertThat(drain.drainAll()).hasSize(1);
  }

  @Test
  void whatHandlersEnqueueIsRunToo() {
    drain.handle(OTHER, (bytes, task) -> broker.enqueue(mail("followed")));
    broker.enqueue(OTHER.with(new byte[0]));

    assertThat(drain.drainAll()).hasSize(2);
    assertThat(sent).containsExactly("followed");
  }

  @Test
  void failureIsRejectedForARetryAndTold() {
    TaskDrain failing =
        TaskDrain.of(broker)
            .handle(
                MAIL,
                (mail, task) -> {
                  throw new IOException("attempt " + task.delivery().deliveries());
                });
    UUID id =
        broker
            .enqueue(mail("x").maxRetries(1).retryPolicy(RetryPolicy.fixed(Duration.ofHours(1))))
            .id();

    Drained first = failing.drain();

    assertThat(first.completed()).isEmpty();
    assertThat(first.failures()).hasSize(1);
    assertThat(first.failures().get(0).task()).isEqualTo(id);
    assertThat(first.failures().get(0).cause()).isInstanceOf(IOException.class);
    assertThat(failing.drain().failures()).isEmpty();
    database.clock().advance(Duration.ofHours(1));
    assertThatThrownBy(failing::drainAll)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 deliveries failed")
        .hasRootCauseMessage("attempt 2");
    assertThat(broker.deadLetters().find(id).map(DeadLetter::name)).contains("mail");
  }

  @Test
  void payloadThatCannotBeReadIsAFailure() {
    broker.enqueue(TaskType.ofBytes("mail").with(new byte[] {1}).queue("mail"));

    assertThatThrownBy(drain::drainAll).isInstanceOf(AssertionError.class);
    assertThat(sent).isEmpty();
  }

  @Test
  void taskWithoutAHandlerIsGivenBackAndFoundOut() {
    UUID id = broker.enqueue(OTHER.with(new byte[0])).id();

    assertThatThrownBy(drain::drainAll)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no handler for task other");
    assertThat(broker.tasks().find(id).orElseThrow().deliveries()).isZero();
  }

  @Test
  void tasksThatEnqueueEachOtherForEverAreFoundOut() {
    TaskDrain endless =
        TaskDrain.of(broker).atMost(20).handle(MAIL, (mail, task) -> broker.enqueue(mail("again")));
    broker.enqueue(mail("first"));

    assertThatThrownBy(endless::drain)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("still due after 20");
  }

  @Test
  void handlerMaySettleItsTaskItself() {
    TaskDrain settling =
        TaskDrain.of(broker).handle(MAIL, (mail, task) -> broker.ack(task.delivery()));
    UUID id = broker.enqueue(mail("x")).id();

    assertThat(settling.drainAll()).containsExactly(id);
  }

  @Test
  void handlerThatLostItsTaskHasFailed() {
    TaskDrain cancelled =
        TaskDrain.of(broker)
            .handle(MAIL, (mail, task) -> broker.tasks().cancel(task.delivery().id(), "withdrawn"));
    broker.enqueue(mail("x"));

    assertThat(cancelled.drain().failures())
        .singleElement()
        .extracting(Drained.Failure::cause)
        .asString()
        .contains("not settled");
  }

  private static NewTask<Mail> mail(String to) {
    return MAIL.with(new Mail(to));
  }
}
