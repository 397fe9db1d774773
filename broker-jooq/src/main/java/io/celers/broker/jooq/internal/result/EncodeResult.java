package io.celers.broker.jooq.internal.result;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.internal.Json;
import io.celers.broker.jooq.internal.codec.Codecs;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.result.StoredResult;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Limits;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Makes rows of results, and reads what is stored in them. */
public final class EncodeResult {

  private static final String JSON_NULL = "null";

  private final Codecs codecs;

  /** With the JSON codec among these. */
  public EncodeResult(Codecs codecs) {
    this.codecs = codecs;
  }

  /** A result that belongs to no delivery. */
  ResultRow encode(TaskResult result) {
    return row(result, null);
  }

  /**
   * The result of a delivery.
   *
   * @throws IllegalArgumentException if it is of another task, or not final
   */
  public ResultRow encode(TaskResult result, Delivery delivery) {
    if (!result.taskId().equals(delivery.id())) {
      throw new IllegalArgumentException(
          "task of the result must be that of the delivery, "
              + delivery.id()
              + ", was "
              + result.taskId());
    }
    if (!result.status().isFinal()) {
      throw new IllegalArgumentException(
          "status of a result given with an ack must be final, was " + result.status());
    }
    return row(result, delivery.receipt());
  }

  private ResultRow row(TaskResult result, @Nullable UUID receipt) {
    return new ResultRow(
        result.taskId(),
        receipt,
        result.name(),
        result.status().name(),
        result
            .json()
            .or(() -> result.value().map(value -> written(result, value)))
            .map(JSONB::valueOf)
            .orElse(null),
        result.error().orElse(null),
        result.stackTrace().orElse(null),
        result.runTime().map(Times::micros).orElse(null),
        result.timeToLive().map(Times::micros).orElse(null));
  }

  private String written(TaskResult result, Object value) {
    PayloadCodec codec = codecs.json();
    byte[] json;
    try {
      json = codec.encode(value, context(result.taskId(), result.name(), value.getClass()));
    } catch (Exception e) {
      // The message of a codec may quote the value, so neither it nor the exception is passed on.
      throw new IllegalArgumentException(
          "codec %s cannot write the %s: %s"
              .formatted(codec.name(), result, e.getClass().getName()));
    }
    return Json.require(
        result.toString(), new String(json, StandardCharsets.UTF_8), Limits.RESULT_BYTES);
  }

  /** Reads what a task returned. */
  <T> Optional<T> decode(StoredResult result, Type type) {
    String json = result.json().orElse(JSON_NULL);
    if (json.equals(JSON_NULL)) {
      return Optional.empty();
    }
    PayloadCodec codec = codecs.json();
    try {
      @SuppressWarnings("unchecked") // the codec's contract: it reads a value of the type
      T value =
          (T)
              codec.decode(
                  json.getBytes(StandardCharsets.UTF_8),
                  context(result.taskId(), result.name(), type));
      return Optional.of(value);
    } catch (Exception e) {
      // Its message may quote the value.
      throw new IllegalArgumentException(
          "codec %s cannot read the result of %s %s as %s: %s"
              .formatted(
                  codec.name(),
                  result.name(),
                  result.taskId(),
                  type.getTypeName(),
                  e.getClass().getName()));
    }
  }

  /** A result knows neither the queue of its task nor a version. */
  private static PayloadContext context(UUID taskId, String name, Type type) {
    return new PayloadContext(taskId, Optional.empty(), "", name, 1, type);
  }
}
