package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.codec.Payload;
import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.codec.UndecodablePolicy;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.Limits;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.task.TypeReference;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads on their way through a broker: written, read, refused, and told apart from bytes. */
class CodecIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final String SECRET = "s3cr3t-payload";

  record Order(long id, String note) {}

  private static final TaskType<Order> ORDER = TaskType.of("order", Order.class);

  @Test
  void rawBytesAreNoValueOfAnotherType() {
    db.broker().enqueue(NewTask.ofBytes("text", new byte[] {1, 2}));
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    Payload<String> payload = db.broker().payload(delivery, TaskType.of("text", String.class));

    assertThat(payload).isInstanceOf(Payload.Undecodable.class);
  }

  @Test
  void valueIsReadBackEqual() {
    Order order = new Order(Long.MAX_VALUE, "é😀\0\u2028\"\\");

    assertThat(roundTrip(ORDER, order)).isEqualTo(new Payload.Decoded<>(order));
  }

  @Test
  void genericValueIsReadBackEqual() {
    TaskType<Map<String, List<Order>>> type =
        TaskType.of("orders", new TypeReference<Map<String, List<Order>>>() {});
    Map<String, List<Order>> orders = Map.of("a", List.of(new Order(1, "x"), new Order(2, "y")));

    assertThat(roundTrip(type, orders).orElseThrow()).isEqualTo(orders);
  }

  @Test
  void bytesAreReadBackEqual() {
    byte[] bytes = {0, 1, -1};

    assertThat(roundTrip(TaskType.ofBytes("blob"), bytes).orElseThrow()).isEqualTo(bytes);
    assertThat(roundTrip(TaskType.ofBytes("blob"), new byte[0]).orElseThrow()).isEmpty();
  }

  @Test
  void unknownPropertiesAreIgnored() {
    assertThat(decoded("{\"id\":1,\"note\":\"x\",\"added\":{\"later\":[1]}}").orElseThrow())
        .isEqualTo(new Order(1, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{",
        "{\"id\":\"s3cr3t-payload\"}",
        "[]",
        "\"s3cr3t-payload\"",
        "{\"id\":1,\"note\":\"s3cr3t-payload\"} trailing s3cr3t-payload",
        "{\"id\":1e999999999}",
        "{\"id\":99999999999999999999}",
        "\u0000\u0001"
      })
  void whatCannotBeReadIsAValueWithoutAnyOfTheText(String json) {
    Payload<Order> payload = decoded(json);

    assertThat(payload).isInstanceOf(Payload.Undecodable.class);
    Payload.Undecodable<Order> undecodable = (Payload.Undecodable<Order>) payload;
    assertThat(undecodable.codec()).isEqualTo("json");
    assertThat(undecodable.version()).isEqualTo(1);
    assertThat(undecodable.policy()).isEqualTo(UndecodablePolicy.DEAD_LETTER);
    assertThat(undecodable.reason()).doesNotContain(SECRET);
    assertThat(undecodable.toString()).doesNotContain(SECRET);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(payload::orElseThrow)
        .satisfies(exception -> assertThat(printed(exception)).doesNotContain(SECRET));
    assertThat(db.broker().rejection(undecodable).error()).doesNotContain(SECRET);
  }

  @Test
  void invalidUtf8IsUndecodable() {
    byte[] bytes = "{\"id\":1,\"note\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    bytes[16] = (byte) 0xC3;

    assertThat(decoded(bytes, db.broker())).isInstanceOf(Payload.Undecodable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deeplyNestedPayloadIsUndecodable(String opening) {
    String json = opening.repeat(10_000);
    TaskType<Object> anything = TaskType.of("order", Object.class);
    db.broker().enqueue(stored(json.getBytes(StandardCharsets.UTF_8)));
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(db.broker().payload(delivery, anything)).isInstanceOf(Payload.Undecodable.class);
    assertThat(db.broker().payload(delivery, ORDER)).isInstanceOf(Payload.Undecodable.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {Object.class, BigDecimal.class, Long.class})
  void numberOfAMegabyteIsUndecodable(Class<?> type) {
    db.broker().enqueue(stored("1".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)));
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    assertThat(db.broker().payload(delivery, TaskType.of("order", type)))
        .isInstanceOf(Payload.Undecodable.class);
  }

  @Test
  void payloadNeverNamesAClass() {
    TaskType<Object> anything = TaskType.of("order", Object.class);
    for (String json :
        List.of(
            "{\"@class\":\"java.io.File\",\"path\":\"/etc\"}",
            "[\"java.net.URL\",\"http://localhost/\"]",
            "{\"@type\":\"javax.script.ScriptEngineManager\"}")) {
      db.broker().enqueue(stored(json.getBytes(StandardCharsets.UTF_8)));
      Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

      Object value = db.broker().payload(delivery, anything).orElseThrow();

      assertThat(value).isInstanceOfAny(Map.class, List.class);
    }
  }

  @Test
  void undecodablePolicyDecidesTheRejection() {
    JooqBroker patient = JooqBroker.builder(db.dsl()).undecodable(UndecodablePolicy.RETRY).build();
    Payload.Undecodable<Order> here = (Payload.Undecodable<Order>) decoded("{");
    Payload.Undecodable<Order> there =
        (Payload.Undecodable<Order>) decoded("{".getBytes(StandardCharsets.UTF_8), patient);

    assertThat(db.broker().rejection(here)).isInstanceOf(Rejection.DeadLetter.class);
    assertThat(patient.rejection(there)).isInstanceOf(Rejection.Retry.class);
    assertThat(there.policy()).isEqualTo(UndecodablePolicy.RETRY);
    assertThat(db.broker().rejection(here).error())
        .startsWith("undecodable payload (codec json, version 1): ");
  }

  @Test
  void undecodableTaskEndsAsADeadLetterWithItsBytes() {
    byte[] bytes = "{not json".getBytes(StandardCharsets.UTF_8);
    db.broker().enqueue(stored(bytes));
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();
    var undecodable = (Payload.Undecodable<Order>) db.broker().payload(delivery, ORDER);

    Settlement settlement = db.broker().reject(delivery, db.broker().rejection(undecodable));

    assertThat(settlement)
        .isEqualTo(new Settlement.Settled(delivery.id(), Settlement.Fate.DEAD_LETTER));
    assertThat(db.deadLetter(delivery.id()).getPayload()).isEqualTo(bytes);
  }

  @Test
  void unknownCodecIsUndecodable() {
    db.broker()
        .enqueue(
            TaskType.of("order", Order.class)
                .codec(new NamedCodec("lost"))
                .with(new Order(1, "x")));
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    Payload<Order> payload = db.broker().payload(delivery, ORDER);

    assertThat(payload)
        .isEqualTo(
            new Payload.Undecodable<>(
                "lost", 1, "no codec of that name is known here", UndecodablePolicy.DEAD_LETTER));
  }

  @Test
  void codecOfATypeWritesAndReads() {
    TaskType<String> type = TaskType.of("text", String.class).codec(new NamedCodec("own"));

    assertThat(roundTrip(type, "x").orElseThrow()).isEqualTo("own:x");
  }

  @Test
  void codecOfABrokerWritesAndReads() {
    JooqBroker broker = JooqBroker.builder(db.dsl()).codec(new NamedCodec("house")).build();
    TaskType<String> type = TaskType.of("text", String.class);
    broker.enqueue(type.with("x"));
    Delivery delivery = broker.queue("default").dequeue().orElseThrow();

    assertThat(delivery.codec()).isEqualTo("house");
    assertThat(broker.payload(delivery, type).orElseThrow()).isEqualTo("house:x");
  }

  @Test
  void furtherCodecsAreReadByTheirNames() {
    JooqBroker broker = JooqBroker.builder(db.dsl()).readableCodec(new NamedCodec("old")).build();
    TaskType<String> type = TaskType.of("text", String.class);
    db.broker().enqueue(type.codec(new NamedCodec("old")).with("x"));
    Delivery delivery = broker.queue("default").dequeue().orElseThrow();

    assertThat(broker.payload(delivery, type).orElseThrow()).isEqualTo("old:x");
  }

  @Test
  void codecIsToldWhatItWritesAndReads() {
    List<PayloadContext> contexts = new ArrayList<>();
    PayloadCodec listening =
        new PayloadCodec() {
          @Override
          public String name() {
            return "listening";
          }

          @Override
          public byte[] encode(Object value, PayloadContext context) {
            contexts.add(context);
            return new byte[] {1};
          }

          @Override
          public Object decode(byte[] bytes, PayloadContext context) {
            contexts.add(context);
            return "value";
          }
        };
    TaskType<String> type = TaskType.of("text", String.class).version(4).codec(listening);
    var id = db.broker().enqueue(type.with("x").queue("mail")).id();
    Delivery delivery = db.broker().queue("mail").dequeue().orElseThrow();

    db.broker().payload(delivery, type.version(9));

    PayloadContext expected =
        new PayloadContext(id, Optional.empty(), "mail", "text", 4, String.class);
    assertThat(contexts).containsExactly(expected, expected);
  }

  @Test
  void valueThatCannotBeWrittenIsRefusedBeforeAnythingIsSent() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    TaskType<Object> type = TaskType.of("cyclic", Object.class);
    List<Object> cyclic = new ArrayList<>();
    cyclic.add(SECRET);
    cyclic.add(cyclic);

    int statements =
        counter.during(
            () ->
                assertThatIllegalArgumentException()
                    .isThrownBy(
                        () -> broker.enqueueAll(List.of(type.with("fine"), type.with(cyclic))))
                    .withMessageStartingWith(
                        "codec json cannot write the payload of task cyclic for queue default: ")
                    .satisfies(refused -> assertThat(printed(refused)).doesNotContain(SECRET)));

    assertThat(statements).isZero();
    assertThat(db.tasks()).isZero();
  }

  @Test
  void payloadHasOneMebibyteAtMostByDefault() {
    NewTask<byte[]> largest = TaskType.ofBytes("blob").with(new byte[1 << 20]);
    NewTask<byte[]> tooLarge = TaskType.ofBytes("blob").with(new byte[(1 << 20) + 1]);

    db.broker().enqueue(largest);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().enqueue(tooLarge))
        .withMessage(
            "payload of task blob for queue default must have at most 1048576 bytes, has 1048577");
    assertThat(db.broker().queue("default").dequeue().orElseThrow().payload()).hasSize(1 << 20);
  }

  @Test
  void payloadLimitCanBeSet() {
    JooqBroker strict = JooqBroker.builder(db.dsl()).maxPayloadBytes(3).build();
    JooqBroker empty = JooqBroker.builder(db.dsl()).maxPayloadBytes(0).build();
    TaskType<byte[]> type = TaskType.ofBytes("blob");

    strict.enqueue(type.with(new byte[3]));
    empty.enqueue(type.with(new byte[0]));

    assertThatIllegalArgumentException().isThrownBy(() -> strict.enqueue(type.with(new byte[4])));
    assertThatIllegalArgumentException().isThrownBy(() -> empty.enqueue(type.with(new byte[1])));
  }

  @Test
  void largestPayloadOfAllIsTakenByTheDatabase() {
    JooqBroker broker =
        JooqBroker.builder(db.dsl()).maxPayloadBytes(Limits.MAX_PAYLOAD_BYTES).build();

    var id = broker.enqueue(TaskType.ofBytes("blob").with(new byte[Limits.MAX_PAYLOAD_BYTES])).id();

    assertThat(
            db.dsl()
                .fetchValue(
                    "select octet_length(payload) from celers.celers_tasks where id = ?", id))
        .isEqualTo(Limits.MAX_PAYLOAD_BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void versionWrittenIsTheVersionDelivered(Version version) {
    db.broker().enqueue(ORDER.version(version.number).with(new Order(1, "x")));

    CelersTasksRecord row = db.dsl().fetchSingle(CELERS_TASKS);

    assertThat(row.getTaskVersion()).isEqualTo(version.number);
    assertThat(db.broker().queue("default").dequeue().orElseThrow().version())
        .isEqualTo(version.number);
  }

  enum Version {
    LOWEST(0),
    DEFAULT(1),
    HIGHEST(Integer.MAX_VALUE);

    private final int number;

    Version(int number) {
      this.number = number;
    }
  }

  private static <P> Payload<P> roundTrip(TaskType<P> type, P value) {
    db.broker().enqueue(type.with(value));
    return db.broker().payload(db.broker().queue("default").dequeue().orElseThrow(), type);
  }

  private static Payload<Order> decoded(String json) {
    return decoded(json.getBytes(StandardCharsets.UTF_8), db.broker());
  }

  private static Payload<Order> decoded(byte[] json, JooqBroker broker) {
    db.broker().enqueue(stored(json));
    return broker.payload(broker.queue("default").dequeue().orElseThrow(), ORDER);
  }

  /** A task whose payload says it is JSON, whatever it is. */
  private static NewTask<byte[]> stored(byte[] json) {
    return TaskType.ofBytes("order").codec(new NamedCodec("json")).with(json);
  }

  private static String printed(Throwable exception) {
    StringWriter text = new StringWriter();
    exception.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
