package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.security.Canary;
import io.celers.broker.jooq.testkit.ServerProcesses;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.EmbeddedServer;
import io.celers.broker.testdb.StopMode;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that is away for a while. */
class ServerAwayIT {

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private static final Pattern LINE = Pattern.compile(".* (INFO|WARN|ERROR) io\\.celers\\..*");

  @RegisterExtension final Canary log = new Canary();

  private final Recorder recorder = new Recorder();

  @Test
  void workerSaysOnceThatItsServerIsAwayAndHealthIsNotToBeHad() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.temporary()) {
      BrokerSchema.migrate(server.dataSource());
      JooqBroker broker = JooqBroker.builder(server.dataSource()).build();
      try (Worker worker =
          broker
              .worker()
              .handle(BLOB, (bytes, task) -> {})
              .lease(Duration.ofSeconds(1))
              .listener(recorder)
              .start()) {
        broker.enqueue(BLOB.with(new byte[] {1}));
        recorder.awaitSettled(1);
        Recorder.patiently().until(() -> worker.inHand() == 0);
        assertThat(broker.monitoring().health().isUp()).isTrue();
        int before = lines().size();

        ServerProcesses.of(server).kill();

        Recorder.patiently().until(() -> recorder.failedClaims.get() >= 5);
        assertThatExceptionOfType(ConnectionLostException.class)
            .isThrownBy(() -> broker.monitoring().health());
        List<String> lines = lines();
        assertThat(lines.subList(before, lines.size())).isNotEmpty().doesNotHaveDuplicates();

        server.restart(StopMode.KILL);

        Recorder.patiently().until(() -> accepts(broker));
        recorder.awaitSettled(2);
        assertThat(broker.monitoring().health().isUp()).isTrue();
      }
    }
  }

  private static boolean accepts(JooqBroker broker) {
    try {
      broker.enqueue(BLOB.with(new byte[] {2}));
      return true;
    } catch (DatabaseException e) {
      return false;
    }
  }

  private List<String> lines() {
    return log.logged().lines().filter(LINE.asMatchPredicate()).toList();
  }
}
