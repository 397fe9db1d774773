package io.celers.broker.examples.reliability.checker;

import io.celers.broker.examples.reliability.checker.evidence.Census;
import io.celers.broker.examples.reliability.checker.evidence.Effect;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * The evidence of a run that went well, without a run: retries, kills, pauses, poison, a crash of
 * the server and all.
 */
final class SimulatedRun {

  private static final int RETRIES = 2;
  private static final long LEASE = 2_000_000;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** Far enough from a fault to have nothing to do with it. */
  private static final long FAR = Duration.ofSeconds(2).toNanos();

  private final Random random;
  private final List<Event> producer = new ArrayList<>();
  private final List<Event> survivor = new ArrayList<>();
  private final List<Event> victim = new ArrayList<>();
  private final List<Event> nemesis = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private final List<TaskFact> tasks = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();
  private long now = 1_000_000;

  private SimulatedRun(long seed) {
    this.random = new Random(seed);
  }

  static Evidence of(long seed, int orders) {
    return new SimulatedRun(seed).evidence(orders);
  }

  private Evidence evidence(int count) {
    for (List<Event> events : List.of(producer, survivor, victim, nemesis)) {
      event(events, EventKind.PROCESS_BEGUN, null, null, 0, "");
    }
    for (int number = 0; number < count; number++) {
      // what must be there for every kind of corruption, and then anything
      Fate fate =
          number < Fate.values().length
              ? Fate.values()[number]
              : Fate.values()[random.nextInt(Fate.values().length)];
      if (number == count / 2) {
        crash();
      }
      run(number, fate);
    }
    now += MINUTE;
    event(producer, EventKind.PROCESS_ENDED, null, null, 0, "");
    event(survivor, EventKind.PROCESS_ENDED, null, null, 0, "");
    long dead = tasks.stream().filter(task -> task.state().equals(TaskFact.DEAD)).count();
    return new Evidence(
        List.of(
            new History("producer", producer, false),
            new History("survivor", survivor, false),
            new History("victim", victim, true),
            new History("nemesis", nemesis, true)),
        orders,
        tasks,
        effects,
        transitions,
        new Census(orders.size(), 0, 0, orders.size() - dead, 0, 0, dead, 0),
        Optional.empty());
  }

  /** What happens to a task. */
  private enum Fate {
    DONE,
    RETRIED,
    KILLED,
    PAUSED,
    POISON,
    UNKNOWN,
    UNHEARD,
    SENT_AGAIN
  }

  private void run(long number, Fate fate) {
    UUID task = uuid();
    Order.Kind kind = Order.Kind.values()[(int) (number % Order.Kind.values().length)];
    boolean poison = fate == Fate.POISON;
    String payload = Long.toHexString(random.nextLong());
    event(producer, EventKind.ENQUEUE_INVOKED, null, null, number, "");
    event(producer, EventKind.ENQUEUE_REFUSED, uuid(), null, number, "rolled back");
    event(producer, EventKind.ENQUEUE_REFUSED, null, null, number, "broken off by Timeout none");
    event(producer, EventKind.ENQUEUE_INVOKED, null, null, number, "");
    event(
        producer,
        fate == Fate.UNKNOWN ? EventKind.ENQUEUE_UNKNOWN : EventKind.ENQUEUE_ACKNOWLEDGED,
        task,
        null,
        number,
        "");
    orders.add(new Order(number, kind, poison, task, payload));
    transition(task, null, "pending", null, null, null, 0, 0);
    UUID last =
        switch (fate) {
          case DONE, UNKNOWN -> end(task, kind, claim(task, null, null, 1, survivor), 1);
          case RETRIED -> retried(task, kind);
          case KILLED -> overtaken(task, kind, victim);
          case PAUSED -> overtaken(task, kind, survivor);
          case POISON -> poisoned(task);
          case UNHEARD -> unheard(task, kind);
          case SENT_AGAIN -> sentAgain(task, kind);
        };
    int deliveries = fate == Fate.DONE || fate == Fate.UNKNOWN ? 1 : poison ? RETRIES + 1 : 2;
    tasks.add(
        new TaskFact(
            task,
            poison ? TaskFact.DEAD : TaskFact.COMPLETED,
            deliveries,
            RETRIES,
            false,
            last,
            null,
            payload));
  }

  private UUID retried(UUID task, Order.Kind kind) {
    UUID first = claim(task, null, null, 1, survivor);
    retry(task, first, 1);
    UUID second = claim(task, null, first, 2, survivor);
    return end(task, kind, second, 2);
  }

  /** The holder is killed or paused until somebody else has claimed the task. */
  private UUID overtaken(UUID task, Order.Kind kind, List<Event> holder) {
    UUID stale = claim(task, null, null, 1, holder);
    now += LEASE + 1;
    UUID second = claim(task, stale, null, 2, survivor);
    if (holder == survivor) {
      event(holder, EventKind.LOST, task, stale, 1, "LeaseLost");
    }
    return end(task, kind, second, 2);
  }

  /** The reply to the first claim was lost. */
  private UUID unheard(UUID task, Order.Kind kind) {
    UUID first = uuid();
    sessionEnded(() -> transition(task, "pending", "processing", null, first, null, 1, now));
    return end(task, kind, claim(task, first, null, 2, survivor), 2);
  }

  /** The reply to a retry was lost; it is sent again, and finds the task with somebody else. */
  private UUID sentAgain(UUID task, Order.Kind kind) {
    UUID first = claim(task, null, null, 1, survivor);
    sessionEnded(() -> transition(task, "processing", "pending", first, null, first, 1, now));
    UUID second = claim(task, null, first, 2, survivor);
    event(survivor, EventKind.LOST, task, first, 1, "LeaseLost");
    return end(task, kind, second, 2);
  }

  /** Meanwhile, so that nobody hears of it. */
  private void sessionEnded(Runnable change) {
    now += FAR;
    event(nemesis, EventKind.FAULT_BEGUN, null, null, 0, ServerHarm.TERMINATION.word());
    change.run();
    event(nemesis, EventKind.FAULT_ENDED, null, null, 1, ServerHarm.TERMINATION.word());
    now += FAR;
  }

  /** Undoes a claim that was not on the disk yet. */
  private void crash() {
    now += MINUTE;
    UUID undone = uuid();
    UUID task = orders.get(0).task();
    event(survivor, EventKind.CLAIMED, task, undone, 1, "");
    event(nemesis, EventKind.FAULT_BEGUN, null, null, 0, ServerHarm.IMMEDIATE_STOP.word());
    event(survivor, EventKind.STARTED, task, undone, 1, "");
    event(survivor, EventKind.CLAIM_FAILED, null, null, 0, "");
    event(nemesis, EventKind.FAULT_ENDED, null, null, 1, ServerHarm.IMMEDIATE_STOP.word());
    event(survivor, EventKind.LOST, task, undone, 1, "LeaseLost");
  }

  private UUID poisoned(UUID task) {
    UUID before = null;
    for (int delivery = 1; delivery <= RETRIES; delivery++) {
      UUID receipt = claim(task, null, before, delivery, survivor);
      retry(task, receipt, delivery);
      before = receipt;
    }
    UUID last = claim(task, null, before, RETRIES + 1, survivor);
    transition(task, "processing", null, last, null, before, RETRIES + 1, now);
    event(survivor, EventKind.SETTLED, task, last, RETRIES + 1L, "DEAD_LETTER");
    return last;
  }

  private UUID claim(UUID task, UUID from, UUID settled, int delivery, List<Event> holder) {
    UUID receipt = uuid();
    String old = from == null ? "pending" : "processing";
    transition(task, old, "processing", from, receipt, settled, delivery, now, name(holder));
    event(holder, EventKind.CLAIMED, task, receipt, delivery, "");
    event(holder, EventKind.STARTED, task, receipt, delivery, "");
    return receipt;
  }

  private void retry(UUID task, UUID receipt, int delivery) {
    transition(task, "processing", "pending", receipt, null, receipt, delivery, now);
    event(survivor, EventKind.SETTLED, task, receipt, delivery, "RETRY");
  }

  private UUID end(UUID task, Order.Kind kind, UUID receipt, int delivery) {
    if (kind == Order.Kind.EFFECT) {
      effects.add(new Effect(task, receipt));
    }
    transition(task, "processing", "completed", receipt, null, receipt, delivery, now);
    event(survivor, EventKind.SETTLED, task, receipt, delivery, "COMPLETED");
    return receipt;
  }

  private void transition(
      UUID task,
      String old,
      String state,
      UUID oldReceipt,
      UUID receipt,
      UUID settled,
      int deliveries,
      long lease) {
    transition(task, old, state, oldReceipt, receipt, settled, deliveries, lease, "survivor");
  }

  private void transition(
      UUID task,
      String old,
      String state,
      UUID oldReceipt,
      UUID receipt,
      UUID settled,
      int deliveries,
      long lease,
      String worker) {
    transitions.add(
        new Transition(
            transitions.size() + 1L,
            now++,
            task,
            old,
            state,
            oldReceipt,
            receipt,
            settled,
            deliveries,
            lease,
            worker));
  }

  private void event(
      List<Event> events, EventKind kind, UUID task, UUID receipt, long number, String detail) {
    events.add(new Event(events.size(), now++, kind, task, receipt, number, detail));
  }

  private String name(List<Event> holder) {
    return holder == victim ? "victim" : "survivor";
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
