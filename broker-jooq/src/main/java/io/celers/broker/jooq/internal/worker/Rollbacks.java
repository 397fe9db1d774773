package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.thread.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was rolled back with others waits for another turn, which costs no retry. Safe for use by
 * many threads.
 *
 * <p>Not before the leases are extended. Those of rows that the transaction had locked could not be
 * kept by heartbeats, and may have ended long ago: whoever claims next would take the tasks, or
 * count them as failed. A heartbeat that came between is harmless.
 */
final class Rollbacks {

  private static final Logger LOG = LoggerFactory.getLogger(Rollbacks.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Settler settler;
  private final Slots slots;
  private final Listeners listeners;
  private final Completer completer;
  private final Duration lease;

  /** On these connections. */
  Rollbacks(
      Settler settler, Slots slots, Listeners listeners, Completer completer, Duration lease) {
    this.settler = settler;
    this.slots = slots;
    this.listeners = listeners;
    this.completer = completer;
    this.lease = lease;
  }

  /** These are done again, if they are still held. */
  void again(List<HeldTask> tasks, Throwable why) {
    if (tasks.isEmpty()) {
      return;
    }
    LOG.warn("{} tasks in one transaction were rolled back", tasks.size(), why);
    tasks.forEach(HeldTask::waitAgain);
    List<HeldTask> held = held(tasks);
    if (!held.isEmpty()) {
      List<Delivery> deliveries = held.stream().map(HeldTask::delivery).toList();
      listeners.tell(listener -> listener.rolledBack(deliveries, why));
      slots.add(held);
    }
  }

  /** While the database is in trouble it is tried again, for as long as the leases may last. */
  private List<HeldTask> held(List<HeldTask> tasks) {
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    long begin = System.nanoTime();
    while (true) {
      try {
        return extended(tasks);
      } catch (RuntimeException e) {
        if (!(e instanceof DatabaseException)
            || System.nanoTime() - begin > lease.toNanos()
            || completer.waited(pause.next())) {
          LOG.error("leases of {} could not be extended", tasks, e);
          tasks.forEach(task -> completer.unreported(task, e));
          return List.of();
        }
      }
    }
  }

  private List<HeldTask> extended(List<HeldTask> tasks) {
    long now = System.nanoTime();
    List<Extension> extensions =
        settler.extendAll(tasks.stream().map(HeldTask::delivery).toList(), lease);
    List<HeldTask> held = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      HeldTask task = tasks.get(i);
      if (extensions.get(i) instanceof NotHeld why) {
        completer.lost(task, why);
      } else {
        task.extended(now);
        held.add(task);
      }
    }
    return held;
  }
}
