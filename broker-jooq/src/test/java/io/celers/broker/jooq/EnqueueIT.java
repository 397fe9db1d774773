package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an enqueue writes, and that a delivery says the same. */
class EnqueueIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  record Invoice(long orderId, String email) {}

  private static final TaskType<Invoice> INVOICE = TaskType.of("send-invoice", Invoice.class);
  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final byte[] BYTES = {1, 2, 3};

  @Test
  void idReturnedIsTheIdInTheTableAndInTheDelivery() {
    Enqueued enqueued = db.broker().enqueue(INVOICE.with(new Invoice(1, "a@b")));

    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(enqueued).isInstanceOf(Enqueued.Created.class);
    assertThat(db.dsl().fetchValues(CELERS_TASKS.ID)).containsExactly(enqueued.id());
    assertThat(delivery.id()).isEqualTo(enqueued.id());
    assertThat(enqueued.id().version()).isEqualTo(7);
  }

  @Test
  void typedPayloadIsStoredAsJson() {
    UUID id = db.broker().enqueue(INVOICE.with(new Invoice(42, "é@b"))).id();

    CelersTasksRecord row = db.task(id);

    assertThat(new String(row.getPayload(), StandardCharsets.UTF_8))
        .isEqualTo("{\"orderId\":42,\"email\":\"é@b\"}");
    assertThat(row.getCodec()).isEqualTo("json");
    assertThat(row.getTaskName()).isEqualTo("send-invoice");
    assertThat(row.getTaskVersion()).isEqualTo(1);
  }

  @Test
  void untypedPayloadIsStoredAsItIs() {
    byte[] payload = {0, -1, 0, 'x', (byte) 0xC3, 0};

    UUID id = db.broker().enqueue(NewTask.ofBytes("blob", payload)).id();

    assertThat(db.task(id).getPayload()).isEqualTo(payload);
    assertThat(db.task(id).getCodec()).isEqualTo("bytes");
    assertThat(db.broker().queue("default").dequeue().orElseThrow().payload()).isEqualTo(payload);
  }

  @Test
  void plainTaskGetsTheDefaults() {
    UUID id = db.broker().enqueue(BLOB.with(BYTES)).id();

    CelersTasksRecord row = db.task(id);

    assertThat(row.getState()).isEqualTo(CelersTaskState.pending);
    assertThat(row.getQueue()).isEqualTo("default");
    assertThat(row.getPriority()).isEqualTo((short) 4);
    assertThat(row.getMaxRetries()).isEqualTo(3);
    assertThat(row.getDeliveries()).isZero();
    assertThat(row.getMetadata()).isEqualTo(JSONB.valueOf("{}"));
    assertThat(row.getScheduledAt()).isEqualTo(row.getCreatedAt());
    assertThat(row.getVisibleAt()).isEqualTo(row.getCreatedAt());
    assertThat(row.getRetryPolicy()).isNull();
    assertThat(row.getExpiresAt()).isNull();
    assertThat(row.getReceipt()).isNull();
    assertThat(row.getSettledReceipt()).isNull();
    assertThat(row.getStartedAt()).isNull();
    assertThat(row.getCompletedAt()).isNull();
  }

  @Test
  void defaultsOfTheTypeAreStored() {
    TaskType<byte[]> type =
        BLOB.queue("mail")
            .priority(8)
            .maxRetries(11)
            .version(5)
            .retryPolicy(RetryPolicy.fixed(Duration.ofSeconds(9)))
            .timeToLive(Duration.ofHours(2));

    CelersTasksRecord row = db.task(db.broker().enqueue(type.with(BYTES)).id());

    assertThat(row.getQueue()).isEqualTo("mail");
    assertThat(row.getPriority()).isEqualTo((short) 8);
    assertThat(row.getMaxRetries()).isEqualTo(11);
    assertThat(row.getTaskVersion()).isEqualTo(5);
    assertThat(row.getRetryPolicy()).isEqualTo("fixed delay=PT9S");
    assertThat(row.getExpiresAt()).isEqualTo(row.getCreatedAt().plusHours(2));
  }

  @Test
  void everythingGivenIsInTheDelivery() {
    NewTask<byte[]> task =
        BLOB.version(3)
            .with(BYTES)
            .queue("a queue")
            .priority(9)
            .maxRetries(2)
            .retryPolicy(RetryPolicy.DEFAULT)
            .expiresAfter(Duration.ofDays(1))
            .header("trace", "00-ab")
            .header("empty", "")
            .tag("eu")
            .tag("big");
    UUID id = db.broker().enqueue(task).id();

    Delivery delivery = db.broker().queue("a queue").dequeue().orElseThrow();

    assertThat(delivery.id()).isEqualTo(id);
    assertThat(delivery.queue()).isEqualTo("a queue");
    assertThat(delivery.name()).isEqualTo("blob");
    assertThat(delivery.version()).isEqualTo(3);
    assertThat(delivery.codec()).isEqualTo("bytes");
    assertThat(delivery.payload()).isEqualTo(BYTES);
    assertThat(delivery.priority()).isEqualTo(9);
    assertThat(delivery.maxRetries()).isEqualTo(2);
    assertThat(delivery.retryPolicy()).contains(RetryPolicy.DEFAULT);
    assertThat(delivery.headers()).isEqualTo(Map.of("trace", "00-ab", "empty", ""));
    assertThat(delivery.tags()).isEqualTo(Set.of("eu", "big"));
    assertThat(delivery.createdAt()).isEqualTo(db.task(id).getCreatedAt().toInstant());
    assertThat(delivery.scheduledAt()).isEqualTo(delivery.createdAt());
    assertThat(delivery.expiresAt()).contains(delivery.createdAt().plus(Duration.ofDays(1)));
    assertThat(delivery.lastError()).isEmpty();
    assertThat(delivery.deliveries()).isEqualTo(1);
    assertThat(delivery.retryCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quotes' and \\ backslashes",
        "\u0001\u0008\u001f\u007f\u0085\n\r\t",
        "\u2028\u2029\uFEFF\uFFFD",
        "😀 emoji, e\u0301 combining, שלום rtl",
        "null",
        "{\"headers\":1}"
      })
  void headersAndTagsKeepEveryCharacter(String text) {
    db.broker().enqueue(BLOB.with(BYTES).header(text, text).tag(text));

    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(delivery.headers()).isEqualTo(Map.of(text, text));
    assertThat(delivery.tags()).isEqualTo(Set.of(text));
  }

  @Test
  void headersNamedAsColumnsAreOnlyHeaders() {
    Map<String, String> headers =
        Map.of("queue", "other", "id", "1", "priority", "9", "headers", "{}", "tags", "[]");
    NewTask<byte[]> task = BLOB.with(BYTES);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      task = task.header(header.getKey(), header.getValue());
    }

    UUID id = db.broker().enqueue(task).id();

    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
    assertThat(delivery.id()).isEqualTo(id);
    assertThat(delivery.headers()).isEqualTo(headers);
    assertThat(delivery.tags()).isEmpty();
    assertThat(db.task(id).getPriority()).isEqualTo((short) 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Queue",
        "queue ",
        "'; drop table celers_tasks; --",
        "%",
        "q_eue",
        "שלום",
        "qu\"eue"
      })
  void namesArePlainDataAndMatchExactly(String queue) {
    UUID id = db.broker().enqueue(TaskType.ofBytes(queue).with(BYTES).queue(queue)).id();

    assertThat(db.broker().queue("queue").dequeue()).isEmpty();
    Delivery delivery = db.broker().queue(queue).dequeue().orElseThrow();
    assertThat(delivery.id()).isEqualTo(id);
    assertThat(delivery.name()).isEqualTo(queue);
  }

  @Test
  void largestHeadersTagsAndNamesAreTakenByTheDatabaseToo() {
    NewTask<byte[]> task = TaskType.ofBytes("n".repeat(255)).with(BYTES).queue("q".repeat(255));
    for (int i = 0; i < 8; i++) {
      task = task.header("h" + i, "\u0001".repeat(4_000));
    }
    for (int i = 0; i < 3; i++) {
      task = task.tag(i + "t".repeat(200));
    }

    db.broker().enqueue(task);

    Delivery delivery = db.broker().queue("q".repeat(255)).dequeue().orElseThrow();
    assertThat(delivery.headers()).isEqualTo(task.headers());
    assertThat(delivery.tags()).isEqualTo(task.tags());
  }

  @Test
  void manyAreOneStatementAndComeBackInTheOrderGiven() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<NewTask<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      tasks.add(BLOB.with(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    List<Enqueued> enqueued = new ArrayList<>();

    int statements = counter.during(() -> enqueued.addAll(broker.enqueueAll(tasks)));

    assertThat(statements).isEqualTo(1);
    Map<UUID, byte[]> stored =
        db.dsl().selectFrom(CELERS_TASKS).fetchMap(CELERS_TASKS.ID, CELERS_TASKS.PAYLOAD);
    assertThat(stored).hasSize(5_000);
    assertThat(IntStream.range(0, 5_000))
        .allSatisfy(
            i -> assertThat(stored.get(enqueued.get(i).id())).isEqualTo(tasks.get(i).payload()));
    assertThat(enqueued.stream().map(created -> created.id().toString())).isSorted();
  }

  @Test
  void nothingIsSentForAnEmptyCollection() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    assertThat(counter.during(() -> assertThat(broker.enqueueAll(List.of())).isEmpty())).isZero();
  }

  @Test
  void columnsWithAndWithoutValuesMixInOneBatch() {
    List<NewTask<byte[]>> tasks =
        List.of(
            BLOB.with(new byte[0]),
            BLOB.with(new byte[] {0, 0}).retryPolicy(RetryPolicy.immediate()),
            BLOB.with(BYTES).expiresAfter(Duration.ofDays(1)).header("a", "b"),
            BLOB.with("{}\",NULL\\".getBytes(StandardCharsets.UTF_8)).tag("{NULL}"),
            BLOB.with(new byte[] {'\\', 'x', '0', '0'}).after(Duration.ofDays(1)));

    List<Enqueued> enqueued = db.broker().enqueueAll(tasks);

    for (int i = 0; i < tasks.size(); i++) {
      assertThat(db.task(enqueued.get(i).id()).getPayload()).isEqualTo(tasks.get(i).payload());
    }
    CelersTasksRecord second = db.task(enqueued.get(1).id());
    CelersTasksRecord third = db.task(enqueued.get(2).id());
    CelersTasksRecord last = db.task(enqueued.get(4).id());
    assertThat(second.getRetryPolicy()).isEqualTo("immediate");
    assertThat(second.getExpiresAt()).isNull();
    assertThat(third.getRetryPolicy()).isNull();
    assertThat(third.getExpiresAt()).isEqualTo(third.getCreatedAt().plusDays(1));
    assertThat(last.getScheduledAt()).isEqualTo(last.getCreatedAt().plusDays(1));
    assertThat(db.broker().queue("default").dequeue(10)).hasSize(4);
  }

  @Test
  void oneBadTaskRefusesAllBeforeAnythingIsSent() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<NewTask<byte[]>> tasks =
        List.of(BLOB.with(BYTES), BLOB.with(new byte[(1 << 20) + 1]), BLOB.with(BYTES));

    int statements =
        counter.during(
            () -> assertThatIllegalArgumentException().isThrownBy(() -> broker.enqueueAll(tasks)));

    assertThat(statements).isZero();
    assertThat(db.tasks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0"})
  void wrongNamesOfCodecsAreRefusedBeforeAnythingIsSent(String name) {
    NewTask<byte[]> task = BLOB.codec(new NamedCodec(name)).with(BYTES);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().enqueue(task))
        .withMessageStartingWith("codec name must ");
  }

  @Test
  void codecNamesHaveUpTo63Bytes() {
    UUID id = db.broker().enqueue(BLOB.codec(new NamedCodec("c".repeat(63))).with(BYTES)).id();

    assertThat(db.task(id).getCodec()).hasSize(63);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> db.broker().enqueue(BLOB.codec(new NamedCodec("c".repeat(64))).with(BYTES)))
        .withMessage("codec name must have at most 63 bytes of UTF-8, has 64");
  }

  @Test
  void allPrioritiesAndRetriesAreStored() {
    for (int priority = 0; priority <= 9; priority++) {
      UUID id = db.broker().enqueue(BLOB.with(BYTES).priority(priority)).id();
      assertThat(db.task(id).getPriority()).isEqualTo((short) priority);
    }
    for (int retries : new int[] {0, 1, 1_000_000}) {
      UUID id = db.broker().enqueue(BLOB.with(BYTES).maxRetries(retries)).id();
      assertThat(db.task(id).getMaxRetries()).isEqualTo(retries);
    }
  }
}
