package io.celers.broker.testdb.junit;

import io.celers.broker.Broker;
import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.junit.Drained.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs due tasks in the thread of the test, one after the other: instead of workers, so that a test
 * knows when they are done.
 *
 * <p>A handler that returns acknowledges its task. One that throws an exception rejects it for a
 * retry, which is due later: move the clock and drain again. Tasks that handlers enqueue are run,
 * too, as far as they are due. Not safe for use by many threads.
 */
public final class TaskDrain {

  /** Deliveries after which handlers are taken to enqueue each other for ever, unless told. */
  public static final int DEFAULT_MOST = 10_000;

  /** What is done with a payload. */
  @FunctionalInterface
  public interface Handler<P> {
    /** Does it; what it throws fails the delivery. */
    void handle(P payload, Delivery delivery) throws Exception;
  }

  private interface Run {
    Settlement of(Delivery delivery) throws Exception;
  }

  private final Broker broker;
  private final Map<String, Run> handlers = new HashMap<>();
  private final List<UUID> completed = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private int most = DEFAULT_MOST;

  private TaskDrain(Broker broker) {
    this.broker = broker;
  }

  /** Of all queues of a broker, by no handler yet. */
  public static TaskDrain of(Broker broker) {
    return new TaskDrain(broker);
  }

  /** Handles tasks of a type. */
  public <P> TaskDrain handle(TaskType<P> type, Handler<? super P> handler) {
    handlers.put(type.name(), delivery -> run(delivery, type, handler));
    return this;
  }

  /** Takes more deliveries than these for endless, at least 1; default {@value #DEFAULT_MOST}. */
  public TaskDrain atMost(int deliveries) {
    most = Limits.requireInRange("deliveries", deliveries, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Runs due tasks until there are none.
   *
   * @throws AssertionError if a task has no handler, or there is no end
   */
  public Drained drain() {
    completed.clear();
    failures.clear();
    int deliveries = 0;
    for (Optional<Delivery> next = next(); next.isPresent(); next = next()) {
      deliveries++;
      if (deliveries > most) {
        broker.release(next.get());
        throw new AssertionError("tasks are still due after " + most + " deliveries");
      }
      one(next.get());
    }
    return new Drained(completed, failures);
  }

  /**
   * As {@link #drain()}, and expects that nothing failed.
   *
   * @return the tasks that were completed, in that order
   * @throws AssertionError if a handler threw an exception, which is its cause
   */
  public List<UUID> drainAll() {
    Drained drained = drain();
    if (!drained.failures().isEmpty()) {
      Failure first = drained.failures().get(0);
      throw new AssertionError(
          "%d deliveries failed, the first was %s %s"
              .formatted(drained.failures().size(), first.name(), first.task()),
          first.cause());
    }
    return drained.completed();
  }

  private Optional<Delivery> next() {
    TaskQuery live = TaskQuery.all().states(TaskState.PENDING, TaskState.PROCESSING);
    List<String> queues =
        broker.tasks().countBy(Dimension.QUEUE, live).keySet().stream().sorted().toList();
    return queues.isEmpty()
        ? Optional.empty()
        : broker
            .queues(queues.get(0), queues.subList(1, queues.size()).toArray(String[]::new))
            .dequeue();
  }

  private void one(Delivery delivery) {
    Run handler = handlers.get(delivery.name());
    if (handler == null) {
      broker.release(delivery);
      throw new AssertionError("no handler for task " + delivery.name());
    }
    try {
      Settlement settlement = handler.of(delivery);
      if (settlement instanceof NotHeld && !(settlement instanceof NotHeld.AlreadySettled)) {
        failed(delivery, new IllegalStateException("handled, but not settled: " + settlement));
      } else if (isCompleted(settlement)) {
        completed.add(delivery.id());
      }
    } catch (Exception e) {
      broker.reject(delivery, Rejection.retry(e));
      failed(delivery, e);
    }
  }

  private <P> Settlement run(Delivery delivery, TaskType<P> type, Handler<? super P> handler)
      throws Exception {
    Payload<P> payload = broker.payload(delivery, type);
    if (payload instanceof Payload.Undecodable<P> undecodable) {
      failed(delivery, new IllegalArgumentException(undecodable.reason()));
      return broker.reject(delivery, broker.rejection(undecodable));
    }
    handler.handle(payload.orElseThrow(), delivery);
    return broker.ack(delivery);
  }

  private static boolean isCompleted(Settlement settlement) {
    return settlement instanceof NotHeld.AlreadySettled
        || settlement instanceof Settlement.Settled settled
            && settled.fate() == Settlement.Fate.COMPLETED;
  }

  private void failed(Delivery delivery, Exception cause) {
    failures.add(new Failure(delivery.id(), delivery.name(), cause));
  }
}
