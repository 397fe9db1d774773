package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A handler that ends its process, in processes of their own. */
class HaltedProcessIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final int EXIT_CODE = 86;
  private static final TaskType<byte[]> POISON = TaskType.ofBytes("poison").maxRetries(2);
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  /** The process. */
  static final class HaltingWorker {

    private HaltingWorker() {}

    @SuppressWarnings("resource") // the process ends before anybody could close them
    public static void main(String[] arguments) throws InterruptedException {
      JooqBroker.builder(arguments[0], arguments[1], arguments[2])
          .build()
          .worker()
          .handle(POISON, (bytes, task) -> Runtime.getRuntime().halt(EXIT_CODE))
          .start();
      new CountDownLatch(1).await();
    }
  }

  @Test
  void taskThatHaltsItsProcessIsADeadLetterAfterItsLastDelivery() throws Exception {
    UUID id = db.broker().enqueue(POISON.with(new byte[] {1})).id();

    for (int delivery = 1; delivery <= 3; delivery++) {
      assertThat(exitCodeOfAWorker()).isEqualTo(EXIT_CODE);
      assertThat(db.task(id).getDeliveries()).isEqualTo(delivery);
      db.clock().advance(Duration.ofHours(1));
    }

    try (Worker worker = db.broker().worker().handle(BLOB, (bytes, task) -> {}).start()) {
      Recorder.patiently().until(() -> db.broker().deadLetters().find(id).isPresent());
      assertThat(worker.inHand()).isZero();
    }
    assertThat(db.broker().deadLetters().find(id).orElseThrow().cause())
        .isEqualTo(DeadLetter.Cause.LEASE_EXPIRED);
  }

  private static int exitCodeOfAWorker() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HaltingWorker.class.getName(),
                db.database().jdbcUrl(),
                db.database().user(),
                db.database().password())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
