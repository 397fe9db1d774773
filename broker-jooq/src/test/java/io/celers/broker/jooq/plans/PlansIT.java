package io.celers.broker.jooq.plans;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.TaskQueue;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.plans.BigTable.Reads;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No statement of the hot path reads the task table as a whole, or more rows than it was asked for.
 *
 * <p>Counted by the server in the very transaction, so that neither costs nor times decide; with
 * plans made for the values, and with those that a prepared statement keeps.
 */
class PlansIT {

  @RegisterExtension static final BigTable table = new BigTable();

  private static final List<String> MODES = List.of("force_custom_plan", "force_generic_plan");
  private static final Duration HOUR = Duration.ofHours(1);

  /** Verbs of a holder, for as many deliveries as there are. */
  enum Group {
    ACK_ALL(Broker::ackAll),
    DELETE(PlansIT::ackWithoutRetention),
    RETRY((broker, held) -> broker.rejectAll(held, Rejection.retry("r").after(HOUR))),
    BURY((broker, held) -> broker.rejectAll(held, Rejection.deadLetter("d"))),
    DISCARD((broker, held) -> broker.rejectAll(held, Rejection.discard("d"))),
    GIVE_UP((broker, held) -> broker.rejectAll(held, Rejection.cancel("c"))),
    RELEASE(Broker::releaseAll),
    EACH_ANOTHER(
        (broker, held) ->
            broker.rejectAll(
                held.stream().collect(Collectors.toMap(task -> task, PlansIT::anyRejection)))),
    EXTEND((broker, held) -> broker.extendAll(held, HOUR));

    private final BiConsumer<Broker, List<Delivery>> call;

    Group(BiConsumer<Broker, List<Delivery>> call) {
      this.call = call;
    }
  }

  private static void ackWithoutRetention(Broker broker, List<Delivery> held) {
    TaskQueue queue = broker.queue("big");
    queue.configure(QueueSettings.none().withRetention(Duration.ZERO));
    try {
      broker.ackAll(held);
    } finally {
      queue.configure(QueueSettings.none());
    }
  }

  static List<Arguments> claims() {
    return MODES.stream()
        .flatMap(mode -> List.of(1, 10, 100, 1_000).stream().map(n -> Arguments.of(mode, n)))
        .toList();
  }

  static List<Arguments> groups() {
    return MODES.stream()
        .flatMap(
            mode ->
                List.of(1, 10, 100, 1_000).stream()
                    .flatMap(
                        n ->
                            List.of(Group.values()).stream()
                                .map(group -> Arguments.of(mode, n, group))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("claims")
  void claimReadsWhatItTakes(String mode, int n) throws Exception {
    table.inTransaction(
        mode,
        dsl -> {
          Broker broker = table.broker().using(dsl);
          Reads before = BigTable.reads(dsl);

          List<Delivery> deliveries = broker.queue("big").dequeue(n);

          assertThat(deliveries).hasSize(n).allMatch(delivery -> delivery.priority() == 6);
          // Each is read when it is locked, and again when it is marked.
          assertBounded(dsl, before, 2L * n + 10);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void claimOfAnEmptyQueueReadsNothing(String mode) throws Exception {
    table.inTransaction(
        mode,
        dsl -> {
          Reads before = BigTable.reads(dsl);

          assertThat(table.broker().using(dsl).queue("empty").dequeue(100)).isEmpty();

          assertBounded(dsl, before, 0);
        });
  }

  @ParameterizedTest
  @MethodSource("groups")
  void verbsOfHoldersReadWhatTheyWrite(String mode, int n, Group verb) throws Exception {
    table.inTransaction(
        mode,
        dsl -> {
          Broker broker = table.broker().using(dsl);
          List<Delivery> held = broker.queue("big").dequeue(n);
          Reads before = BigTable.reads(dsl);

          verb.call.accept(broker, held);

          // The versions that the claim in this transaction left behind are met once more.
          assertBounded(dsl, before, 6L * n + 10);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void verbsOfOneTaskReadThatTask(String mode) throws Exception {
    table.inTransaction(
        mode,
        dsl -> {
          Broker broker = table.broker().using(dsl);
          List<Delivery> held = broker.queue("big").dequeue(3);
          Reads before = BigTable.reads(dsl);

          broker.ack(held.get(0));
          broker.ack(held.get(0));
          broker.reject(held.get(1), Rejection.retry("r"));
          broker.tasks().cancel(held.get(2).id(), "c");
          broker.tasks().cancel(held.get(2).id(), "c");
          broker.tasks().cancel(UUID.randomUUID(), "c");

          assertBounded(dsl, before, 40);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void enqueueReadsNoTask(String mode) throws Exception {
    NewTask<byte[]> task = NewTask.ofBytes("task", new byte[100]).queue("big");
    table.inTransaction(
        mode,
        dsl -> {
          Broker broker = table.broker().using(dsl);
          Reads before = BigTable.reads(dsl);

          broker.enqueue(task);
          broker.enqueueAll(Collections.nCopies(1_000, task));
          broker.enqueue(task.idempotencyKey("k"));
          broker.enqueueAll(
              IntStream.range(0, 1_000).mapToObj(i -> task.idempotencyKey("k" + i)).toList());
          broker.enqueue(task.id(UUID.randomUUID()));

          assertBounded(dsl, before, 10);
        });
  }

  @Test
  void claimVisitsOnlyTheLanesThatItNeeds() throws Exception {
    table.inTransaction(
        "force_custom_plan",
        dsl -> {
          PlanRecorder recorder = new PlanRecorder();
          table.broker().using(recorder.on(dsl)).queue("other").dequeue(10);

          Map<String, Long> loops = recorder.explain(dsl, sql -> sql.replace("'other'", "'big'"));

          // Priorities 9, 8 and 7 have nothing due, 6 has more than enough, 5 to 0 are not visited.
          assertThat(loops.get("Index Scan celers_tasks_claim_idx")).isEqualTo(4);
          assertThat(loops.get("LockRows")).isEqualTo(4);
          assertThat(loops).doesNotContainKey("Seq Scan celers_tasks");
        });
  }

  /** The proof that the measure fires. */
  @Test
  void aScanOfTheWholeTableIsCounted() throws Exception {
    table.inTransaction(
        "auto",
        dsl -> {
          Reads before = BigTable.reads(dsl);

          dsl.fetch(CELERS_TASKS, CELERS_TASKS.WORKER_ID.eq("nobody"));

          assertThatThrownBy(() -> assertBounded(dsl, before, 1_000_000))
              .isInstanceOf(AssertionError.class)
              .hasMessageContaining("sequential scans");
        });
  }

  private static void assertBounded(DSLContext dsl, Reads before, long rows) {
    Reads after = BigTable.reads(dsl);
    assertThat(after.sequentialScans() - before.sequentialScans())
        .as("sequential scans of the task table")
        .isZero();
    assertThat(after.rowsByIndex() - before.rowsByIndex())
        .as("rows read through indexes")
        .isLessThanOrEqualTo(rows);
  }

  private static Rejection anyRejection(Delivery task) {
    return switch (Math.floorMod(task.id().hashCode(), 3)) {
      case 0 -> Rejection.retry("r").after(HOUR);
      case 1 -> Rejection.deadLetter("d");
      default -> Rejection.discard("d");
    };
  }
}
