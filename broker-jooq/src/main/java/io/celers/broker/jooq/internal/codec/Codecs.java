package io.celers.broker.jooq.internal.codec;

import io.celers.broker.codec.BytesCodec;
import io.celers.broker.codec.Payload;
import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.codec.UndecodablePolicy;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.schedule.Tick;
import io.celers.broker.task.TaskType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The codecs that a broker knows, by the names that are stored with payloads. */
public final class Codecs {

  /** Name under which the codecs of {@link JsonCodecs} write. */
  private static final String JSON = "json";

  private final Map<String, PayloadCodec> byName = new HashMap<>();
  private final Supplier<PayloadCodec> standard;
  private final UndecodablePolicy undecodable;

  /**
   * Knows the standard codec, these, and the one for bytes.
   *
   * @param standard the codec of task types that name none; asked when first needed, because a
   *     broker for bytes alone needs no JSON library
   */
  public Codecs(
      Supplier<PayloadCodec> standard,
      Collection<PayloadCodec> further,
      UndecodablePolicy undecodable) {
    this.standard = standard;
    this.undecodable = undecodable;
    byName.put(BytesCodec.INSTANCE.name(), BytesCodec.INSTANCE);
    further.forEach(codec -> byName.put(codec.name(), codec));
  }

  /** The codec of task types that name none. */
  public PayloadCodec standard() {
    return standard.get();
  }

  /**
   * The codec for results, which are always JSON: the standard one or a further one if it is called
   * {@code json}, else that of the JSON library that is present.
   *
   * @throws IllegalStateException if there is no JSON library
   */
  public PayloadCodec json() {
    PayloadCodec further = byName.get(JSON);
    if (further != null) {
      return further;
    }
    PayloadCodec codec = standard();
    return codec.name().equals(JSON) ? codec : JsonCodecs.present();
  }

  /** Reads the payload of a delivery. */
  public <P> Payload<P> decode(Delivery delivery, TaskType<P> type) {
    try {
      PayloadCodec codec = find(delivery.codec(), type);
      if (codec == null) {
        return undecodable(delivery, "no codec of that name is known here");
      }
      PayloadContext context =
          new PayloadContext(
              delivery.id(),
              Optional.ofNullable(delivery.headers().get(Tick.SCHEDULE_HEADER)),
              delivery.queue(),
              delivery.name(),
              delivery.version(),
              type.type());
      @SuppressWarnings("unchecked") // the codec's contract: it reads a value of the type
      P value = (P) codec.decode(delivery.payload(), context);
      return new Payload.Decoded<>(value);
    } catch (Exception e) {
      // Its message may quote the payload.
      return undecodable(delivery, e.getClass().getName());
    }
  }

  private @Nullable PayloadCodec find(String name, TaskType<?> type) {
    PayloadCodec own = type.codec().orElse(null);
    if (own != null && own.name().equals(name)) {
      return own;
    }
    PayloadCodec known = byName.get(name);
    if (known != null) {
      return known;
    }
    PayloadCodec codec = standard();
    return codec.name().equals(name) ? codec : null;
  }

  private <P> Payload<P> undecodable(Delivery delivery, String reason) {
    return new Payload.Undecodable<>(delivery.codec(), delivery.version(), reason, undecodable);
  }
}
