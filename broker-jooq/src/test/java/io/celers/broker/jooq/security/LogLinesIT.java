package io.celers.broker.jooq.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.error.BrokerException;
import io.celers.broker.error.QueueFullException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names are the data of clients: in a log they stay in their line, and steer no terminal. */
class LogLinesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @RegisterExtension final Canary canary = new Canary();

  private static final String FORGED = "x\r\nERROR forged\u2028\u001b[2J\u202e";
  private static final NewTask<byte[]> TASK = NewTask.ofBytes(FORGED, new byte[0]).queue(FORGED);

  @Test
  void nameThatWorkersLogStaysInItsLine() {
    db.broker().enqueue(TASK);

    try (Worker worker =
        db.broker()
            .worker()
            .queues(FORGED)
            .handle(TaskType.ofBytes("known"), (bytes, task) -> {})
            .start()) {
      Awaitility.await().until(() -> canary.logged().contains("no handler knows"));
    }

    assertThat(canary.logged())
        .contains("x\\u000D\\u000AERROR forged\\u2028\\u001B[2J\\u202E")
        .doesNotContain("\nERROR", "\u2028", "\u001b", "\u202e");
  }

  @Test
  void textsAndMessagesAreOneLine() {
    db.broker().queue(FORGED).configure(QueueSettings.none().withMaxLength(1));
    db.broker().enqueue(TASK);
    db.broker().schedules().put(FORGED, Cadence.every(Duration.ofHours(1)), TASK);
    BrokerException full =
        catchThrowableOfType(
            QueueFullException.class, () -> db.broker().enqueueAll(List.of(TASK, TASK)));

    assertThat(
            List.of(
                full.getMessage(),
                TASK.toString(),
                TASK.type().toString(),
                db.broker().schedules().find(FORGED).orElseThrow().toString(),
                db.broker().queue(FORGED).dequeue().orElseThrow().toString()))
        .allSatisfy(
            text ->
                assertThat(text)
                    .contains("x\\u000D\\u000AERROR forged")
                    .doesNotContain("\r", "\n", "\u2028", "\u001b", "\u202e"));
  }
}
