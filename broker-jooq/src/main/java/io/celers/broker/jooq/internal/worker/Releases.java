package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.internal.settle.Settler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives back what was claimed and not begun. Safe for use by many threads. */
final class Releases {

  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
  private static final int GROUP = 1_000;

  private final Settler settler;
  private final InHand inHand;
  private final Listeners listeners;
  private final Completer completer;

  /** On these connections. */
  Releases(Settler settler, InHand inHand, Listeners listeners, Completer completer) {
    this.settler = settler;
    this.inHand = inHand;
    this.listeners = listeners;
    this.completer = completer;
  }

  /** Deliveries as the verb takes them, in their order. */
  static Map<Delivery, Duration> atOnce(Collection<Delivery> deliveries) {
    Map<Delivery, Duration> delays = new LinkedHashMap<>();
    deliveries.forEach(delivery -> delays.put(delivery, Duration.ZERO));
    return delays;
  }

  /**
   * Tries so once: what cannot be given back is delivered again when its lease ends.
   *
   * @return how many were given back
   */
  int release(List<HeldTask> tasks) {
    tasks.forEach(HeldTask::beginSettling);
    int released = 0;
    for (int from = 0; from < tasks.size(); from += GROUP) {
      List<HeldTask> group = tasks.subList(from, Math.min(tasks.size(), from + GROUP));
      try {
        released += released(group);
      } catch (RuntimeException e) {
        LOG.warn("{} tasks could not be given back", group.size(), e);
        group.forEach(task -> completer.unreported(task, e));
      }
    }
    return released;
  }

  private int released(List<HeldTask> group) {
    List<Settlement> settlements =
        settler.releaseAll(atOnce(group.stream().map(HeldTask::delivery).toList()));
    List<Delivery> released = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      HeldTask task = group.get(i);
      if (settlements.get(i) instanceof NotHeld why) {
        completer.lost(task, why);
      } else {
        inHand.remove(task);
        released.add(task.delivery());
      }
    }
    if (!released.isEmpty()) {
      listeners.tell(listener -> listener.released(released));
    }
    return released.size();
  }
}
