package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.Broker;
import io.celers.broker.error.ReadOnlyException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool whose sessions cannot write, as those of a server that has become a standby. */
class ReadOnlyPoolIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  /** 100, 200, 400 and 800 ms, of which up to a half is taken off. */
  private static final Duration FOUR_PAUSES = Duration.ofMillis(750);

  private final Recorder recorder = new Recorder();

  @AfterEach
  void writable() {
    everySessionFromNowOn("reset default_transaction_read_only");
  }

  @Test
  void workerFindsNoQueueEmptyWaitsLongerAndLongerAndGoesOnWhenItCanWrite() {
    db.broker().enqueue(BLOB.with(new byte[] {1}));
    everySessionFromNowOn("set default_transaction_read_only = on");
    Failures failures = new Failures();

    try (JooqBroker broker = brokerWithAPoolOfItsOwn();
        Worker worker =
            broker
                .worker()
                .handle(BLOB, (bytes, task) -> {})
                .pollInterval(Duration.ofMillis(10))
                .listener(failures)
                .listener(recorder)
                .start()) {
      Recorder.patiently().until(() -> failures.at.size() >= 5);
      assertThat(failures.causes).allMatch(ReadOnlyException.class::isInstance);
      assertThat(Duration.ofNanos(failures.at.get(4) - failures.at.get(0)))
          .isGreaterThan(FOUR_PAUSES);
      assertThatExceptionOfType(ReadOnlyException.class)
          .isThrownBy(() -> broker.enqueue(BLOB.with(new byte[] {2})));
      assertThat(broker.monitoring().health().isUp()).isFalse();
      assertThat(recorder.claimed).isEmpty();
      assertThat(recorder.beats).hasValue(0);

      everySessionFromNowOn("reset default_transaction_read_only");

      recorder.awaitSettled(1);
      Recorder.patiently().until(() -> recorder.beats.get() > 0);
      assertThat(broker.enqueue(BLOB.with(new byte[] {3})).id()).isNotNull();
      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }
  }

  static Stream<Consumer<Broker>> producers() {
    NewTask<byte[]> task = BLOB.with(new byte[] {1});
    return Stream.of(broker -> broker.enqueue(task), broker -> broker.enqueueBulk(Stream.of(task)));
  }

  /** There is no worker then whose heartbeats replace what cannot write, one after the other. */
  @ParameterizedTest
  @MethodSource("producers")
  void producerWithAPoolOfTheBrokersOwnGoesOnWhenItCanWrite(Consumer<Broker> producer) {
    everySessionFromNowOn("set default_transaction_read_only = on");

    try (JooqBroker broker = brokerWithAPoolOfItsOwn()) {
      assertThat(accepts(broker, producer)).isFalse();

      everySessionFromNowOn("reset default_transaction_read_only");

      Recorder.patiently().until(() -> accepts(broker, producer));
    }

    assertThat(db.tasks()).isOne();
  }

  private static boolean accepts(JooqBroker broker, Consumer<Broker> producer) {
    try {
      producer.accept(broker);
      return true;
    } catch (ReadOnlyException e) {
      return false;
    }
  }

  private static JooqBroker brokerWithAPoolOfItsOwn() {
    return JooqBroker.builder(
            db.database().jdbcUrl(), db.database().user(), db.database().password())
        .withoutNotifications()
        .build();
  }

  private static void everySessionFromNowOn(String setting) {
    db.dsl().execute("alter database " + db.database().name() + " " + setting);
  }

  /** When claims failed, and why. */
  private static final class Failures implements WorkerListener {
    final List<Long> at = new CopyOnWriteArrayList<>();
    final List<RuntimeException> causes = new CopyOnWriteArrayList<>();

    @Override
    public void claimFailed(RuntimeException error) {
      causes.add(error);
      at.add(System.nanoTime());
    }
  }
}
