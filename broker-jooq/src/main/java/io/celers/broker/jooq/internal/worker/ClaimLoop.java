package io.celers.broker.jooq.internal.worker;

import static java.util.Objects.requireNonNull;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.SerializationConflictException;
import io.celers.broker.jooq.internal.thread.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims whenever there is room, from the queues in an order drawn by their weights, until it is
 * closed. While nothing is due it looks less and less often, unless it is woken; while the database
 * is in trouble or the executor refuses tasks, too.
 */
final class ClaimLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(5);
  private static final Duration SHORTEST_TROUBLE = Duration.ofMillis(100);
  private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(5);

  private final List<QueueShare> queues;
  private final Map<String, Handler> handlers;
  private final InHand inHand;
  private final Slots slots;
  private final Listeners listeners;
  private final Sleep sleep;
  private final Pause poll;
  private final Pause trouble = new Pause(SHORTEST_TROUBLE, LONGEST_TROUBLE);
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean troubled;
  private long sequence;

  ClaimLoop(
      List<QueueShare> queues,
      Map<String, Handler> handlers,
      InHand inHand,
      Slots slots,
      Listeners listeners,
      Sleep sleep,
      Duration pollInterval) {
    this.queues = queues;
    this.handlers = handlers;
    this.inHand = inHand;
    this.slots = slots;
    this.listeners = listeners;
    this.sleep = sleep;
    this.poll = new Pause(SHORTEST_POLL, pollInterval);
  }

  /** Claims no more; the claim that is under way ends. */
  void close() {
    closed.countDown();
    slots.close();
    sleep.wake();
  }

  @Override
  public void run() {
    try {
      int room = slots.awaitDemand();
      while (room > 0 && closed.getCount() > 0) {
        sleep.await(turn(room));
        room = slots.awaitDemand();
      }
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      Thread.currentThread().interrupt();
    } finally {
      sleep.close();
    }
  }

  /** Claims once, and says how long to wait until the next time. */
  private long turn(int room) {
    try {
      sleep.prepare(poll.peek());
      int claimed = claim(room);
      if (slots.refused()) {
        // What the executor does not take now would only be claimed and given back again.
        poll.reset();
        return trouble.next();
      }
      recovered();
      if (claimed > 0) {
        sleep.found();
        poll.reset();
        return claimed >= room ? 0 : poll.next();
      }
      return poll.next();
    } catch (SerializationConflictException e) {
      // On connections that are SERIALIZABLE by default, claims get into each other's way.
      LOG.debug("claim is tried again", e);
      return Pause.spread(SHORTEST_POLL.toNanos());
    } catch (RuntimeException e) {
      failed(e);
      return trouble.next();
    }
  }

  private int claim(int free) {
    int room = Math.min(free, TaskSource.MAX_BATCH);
    int claimed = 0;
    for (QueueShare queue : drawn()) {
      if (claimed == room || closed.getCount() == 0) {
        break;
      }
      long before = System.nanoTime();
      claimed +=
          queue.claim(
              room - claimed, inHand::countOf, deliveries -> takeInHand(deliveries, before));
    }
    return claimed;
  }

  private void takeInHand(List<Delivery> deliveries, long before) {
    if (deliveries.isEmpty()) {
      return;
    }
    List<HeldTask> tasks = deliveries.stream().map(delivery -> held(delivery, before)).toList();
    inHand.add(tasks);
    listeners.tell(listener -> listener.claimed(deliveries));
    slots.add(tasks);
  }

  private HeldTask held(Delivery delivery, long before) {
    return new HeldTask(
        delivery, requireNonNull(handlers.get(delivery.name())), sequence++, before);
  }

  /** All queues, those of a greater weight rather before the others. */
  private List<QueueShare> drawn() {
    if (queues.size() == 1) {
      return queues;
    }
    List<QueueShare> left = new ArrayList<>(queues);
    List<QueueShare> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      int ticket =
          ThreadLocalRandom.current().nextInt(left.stream().mapToInt(QueueShare::weight).sum());
      int index = 0;
      while (ticket >= left.get(index).weight()) {
        ticket -= left.get(index++).weight();
      }
      drawn.add(left.remove(index));
    }
    return drawn;
  }

  /** Logged once for each time of trouble, however long it lasts. */
  private void failed(RuntimeException e) {
    if (!troubled) {
      LOG.warn("cannot claim; trying again, at least every {} s", LONGEST_TROUBLE.toSeconds(), e);
    }
    troubled = true;
    queues.forEach(QueueShare::reset);
    listeners.tell(listener -> listener.claimFailed(e));
  }

  private void recovered() {
    if (troubled) {
      LOG.info("claims again");
    }
    troubled = false;
    trouble.reset();
  }
}
