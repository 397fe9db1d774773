package io.celers.broker.jooq.security;

import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.codec.EncryptingCodec;
import io.celers.broker.codec.EncryptionKeys;
import io.celers.broker.codec.ForgedPayloadException;
import io.celers.broker.codec.Payload;
import io.celers.broker.codec.UnknownKeyException;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.codec.Jackson3Codec;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Encrypted payloads go wherever tasks go, and are read for the task that they were written for.
 */
class EncryptedPayloadsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private record Card(String number) {}

  private static final TaskType<Card> CHARGE = TaskType.of("charge", Card.class);
  private static final Card CARD = new Card("4111-1111-1111-1111");

  private final JooqBroker broker = broker(EncryptionKeys.writing("k1", secret(1)));

  @Test
  void payloadIsReadAndIsNotInTheTable() {
    UUID id = broker.enqueue(CHARGE.with(CARD)).id();

    assertThat(db.task(id).getCodec()).isEqualTo("json+aes-gcm");
    assertThat(new String(db.task(id).getPayload(), StandardCharsets.ISO_8859_1))
        .doesNotContain(CARD.number());
    assertThat(broker.payload(claim("default"), CHARGE).orElseThrow()).isEqualTo(CARD);
  }

  @Test
  void everyWayToEnqueueIsRead() {
    broker.enqueueAll(Stream.of(1, 2).map(i -> CHARGE.with(CARD)).toList());
    broker.enqueueBulk(Stream.of(CHARGE.with(CARD)));
    broker.enqueue(CHARGE.with(CARD).idempotencyKey("k"));

    assertThat(broker.queue("default").dequeue(10))
        .hasSize(4)
        .allSatisfy(
            delivery -> assertThat(broker.payload(delivery, CHARGE).orElseThrow()).isEqualTo(CARD));
  }

  @Test
  void movedRequeuedAndImportedTasksAreRead() throws IOException {
    UUID id = broker.enqueue(CHARGE.with(CARD)).id();
    broker.reject(claim("default"), Rejection.deadLetter("no"));
    broker.deadLetters().requeue(id);
    broker.tasks().moveAll(TaskQuery.all(), "elsewhere", Page.first(10));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    broker.tasks().export(TaskQuery.all(), file, exported -> {});
    db.dsl().deleteFrom(CELERS_TASKS).execute();
    broker.tasks().importFrom(new ByteArrayInputStream(file.toByteArray()), imported -> {});

    Delivery delivery = claim("elsewhere");

    assertThat(file.toString(StandardCharsets.UTF_8)).doesNotContain(CARD.number());
    assertThat(delivery.id()).isEqualTo(id);
    assertThat(broker.payload(delivery, CHARGE).orElseThrow()).isEqualTo(CARD);
  }

  @Test
  void tasksOfAScheduleAreRead() {
    broker.schedules().put("nightly", Cadence.every(Duration.ofHours(1)), CHARGE.with(CARD));
    broker.schedules().runNow("nightly");
    db.clock().advance(Duration.ofHours(1));
    broker.schedules().tick();

    assertThat(broker.queue("default").dequeue(10))
        .hasSize(2)
        .allSatisfy(
            delivery -> assertThat(broker.payload(delivery, CHARGE).orElseThrow()).isEqualTo(CARD));
  }

  @Test
  void sameScheduleAgainWritesNothing() {
    broker.schedules().put("nightly", Cadence.every(Duration.ofHours(1)), CHARGE.with(CARD));
    byte[] written = db.dsl().fetchSingle(CELERS_SCHEDULES).getPayload();

    boolean changed =
        broker.schedules().put("nightly", Cadence.every(Duration.ofHours(1)), CHARGE.with(CARD));

    assertThat(changed).isFalse();
    assertThat(db.dsl().fetchSingle(CELERS_SCHEDULES).getPayload()).isEqualTo(written);
  }

  @Test
  void sameTaskAgainIsADuplicate() {
    NewTask<Card> own = CHARGE.with(CARD).id(UUID.randomUUID());
    broker.enqueue(own);

    assertThat(broker.enqueue(own)).isInstanceOf(Enqueued.Duplicate.class);
  }

  @Test
  void payloadThatWasPutIntoAnotherTaskIsNotRead() {
    UUID mine = broker.enqueue(CHARGE.with(CARD)).id();
    UUID others = broker.enqueue(CHARGE.with(new Card("other"))).id();
    db.dsl()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.PAYLOAD, db.task(mine).getPayload())
        .where(CELERS_TASKS.ID.eq(others))
        .execute();

    assertThat(broker.queue("default").dequeue(2))
        .satisfiesExactly(
            delivery -> assertThat(broker.payload(delivery, CHARGE).orElseThrow()).isEqualTo(CARD),
            delivery -> assertUnreadable(broker, delivery, ForgedPayloadException.class));
  }

  @Test
  void withoutTheKeyTheTaskIsUndecodable() {
    broker.enqueue(CHARGE.with(CARD));
    JooqBroker stranger = broker(EncryptionKeys.writing("k2", secret(2)));

    assertUnreadable(stranger, claim("default"), UnknownKeyException.class);
  }

  @Test
  void brokerThatCannotDecryptKnowsNoSuchCodec() {
    broker.enqueue(CHARGE.with(CARD));

    assertThat(db.broker().payload(claim("default"), CHARGE))
        .isInstanceOfSatisfying(
            Payload.Undecodable.class,
            payload -> {
              assertThat(payload.codec()).isEqualTo("json+aes-gcm");
              assertThat(payload.reason()).isEqualTo("no codec of that name is known here");
            });
  }

  @Test
  void plainPayloadsOfBeforeAreReadWhereThatIsAllowed() {
    db.broker().enqueue(CHARGE.with(CARD));
    JooqBroker migrating =
        JooqBroker.builder(db.dsl())
            .codec(codec(EncryptionKeys.writing("k1", secret(1))))
            .readableCodec(Jackson3Codec.withDefaults())
            .build();
    Delivery delivery = claim("default");

    assertThat(migrating.payload(delivery, CHARGE).orElseThrow()).isEqualTo(CARD);
    assertThat(broker.payload(delivery, CHARGE)).isInstanceOf(Payload.Undecodable.class);
  }

  private static void assertUnreadable(
      JooqBroker broker, Delivery delivery, Class<? extends Exception> reason) {
    assertThat(broker.payload(delivery, CHARGE))
        .isInstanceOfSatisfying(
            Payload.Undecodable.class,
            payload -> assertThat(payload.reason()).isEqualTo(reason.getName()));
  }

  private Delivery claim(String queue) {
    return broker.queue(queue).dequeue().orElseThrow();
  }

  private static JooqBroker broker(EncryptionKeys keys) {
    return JooqBroker.builder(db.dsl()).codec(codec(keys)).build();
  }

  private static EncryptingCodec codec(EncryptionKeys keys) {
    return EncryptingCodec.of(Jackson3Codec.withDefaults(), keys);
  }

  private static byte[] secret(int value) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) value);
    return secret;
  }
}
