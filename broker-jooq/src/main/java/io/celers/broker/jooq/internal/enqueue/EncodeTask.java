package io.celers.broker.jooq.internal.enqueue;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.codec.Codecs;
import io.celers.broker.jooq.internal.content.ContentHash;
import io.celers.broker.jooq.internal.sql.Metadata;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.schedule.Tick;
import io.celers.broker.task.IdempotencyKey;
import io.celers.broker.task.Limits;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.When;
import java.util.Optional;
import java.util.UUID;

/** Makes a row of a task: the last place where a task can be refused before anything is sent. */
public final class EncodeTask {

  /** UUIDs of version 7 that ascend within a millisecond, so ids are in the order of creation. */
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  private final Codecs codecs;
  private final int maxPayloadBytes;

  /**
   * Encodes with these codecs.
   *
   * @param maxPayloadBytes largest payload that is accepted
   */
  public EncodeTask(Codecs codecs, int maxPayloadBytes) {
    this.codecs = codecs;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /** The row of a task, with an id of its own unless it brings one. */
  public TaskRow encode(NewTask<?> task) {
    UUID id = task.id().orElseGet(ids::generate);
    PayloadCodec codec = task.codec().orElseGet(codecs::standard);
    String codecName = Text.require("codec name", codec.name(), Limits.CODEC_BYTES);
    byte[] payload = payload(task, id, codec);
    When due = task.due();
    When expiry = task.expiry().orElse(null);
    IdempotencyKey key = task.idempotencyKey().orElse(null);
    return new TaskRow(
        id,
        task.id().isPresent(),
        task.queue(),
        task.name(),
        task.type().version(),
        codecName,
        payload,
        ContentHash.of(task.name(), task.type().version(), codecName, payload),
        task.priority().isPresent() ? (short) task.priority().getAsInt() : null,
        task.maxRetries(),
        task.retryPolicy().map(RetryPolicy::toString).orElse(null),
        due instanceof When.After after ? Times.micros(after.delay()) : null,
        due instanceof When.At at ? Times.timestamp(at.moment()) : null,
        expiry instanceof When.After after ? Times.micros(after.delay()) : null,
        expiry instanceof When.At at ? Times.timestamp(at.moment()) : null,
        new Metadata(task.headers(), task.tags()).toJson(),
        key == null ? null : key.value(),
        key == null ? null : Times.micros(key.timeToLive()));
  }

  private byte[] payload(NewTask<?> task, UUID id, PayloadCodec codec) {
    PayloadContext context =
        new PayloadContext(
            id,
            Optional.ofNullable(task.headers().get(Tick.SCHEDULE_HEADER)),
            task.queue(),
            task.name(),
            task.type().version(),
            task.type().type());
    byte[] payload;
    try {
      payload = codec.encode(task.payload(), context);
    } catch (Exception e) {
      // The message of a codec may quote the value, so neither it nor the exception is passed on.
      throw new IllegalArgumentException(
          "codec %s cannot write the payload of %s: %s"
              .formatted(codec.name(), task, e.getClass().getName()));
    }
    if (payload.length > maxPayloadBytes) {
      throw new IllegalArgumentException(
          "payload of %s must have at most %d bytes, has %d"
              .formatted(task, maxPayloadBytes, payload.length));
    }
    return payload;
  }
}
