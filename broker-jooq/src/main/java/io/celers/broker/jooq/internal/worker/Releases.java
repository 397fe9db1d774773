package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tasks that are given back, as the verb takes them. */
final class Releases {

  private Releases() {}

  static Map<Delivery, Duration> now(Collection<HeldTask> tasks) {
    return atOnce(tasks.stream().map(HeldTask::delivery).toList());
  }

  static Map<Delivery, Duration> atOnce(Collection<Delivery> deliveries) {
    return deliveries.stream().collect(Collectors.toMap(Function.identity(), all -> Duration.ZERO));
  }
}
