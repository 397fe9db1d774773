package io.celers.broker.testdb.junit;

import io.celers.broker.Broker;
import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.junit.Drained.Failure;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.OutcomeHandler;
import io.celers.broker.worker.RunningTask;
import io.celers.broker.worker.TaskHandler;
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
 * <p>Handlers are those of a worker that need no transaction, and what they return or throw becomes
 * of their tasks what a worker makes of it; only an error, as of an assertion, ends the drain and
 * leaves its task claimed. A retry is due later: move the clock and drain again. Tasks that
 * handlers enqueue are run, too, as far as they are due. Not safe for use by many threads.
 */
public final class TaskDrain {

  /** Deliveries after which handlers are taken to enqueue each other for ever, unless told. */
  public static final int DEFAULT_MOST = 10_000;

  /** A delivery in the hands of its handler: nobody stops it, and its lease is not watched. */
  private record Running(Delivery delivery) implements RunningTask {
    @Override
    public boolean cancelled() {
      return false;
    }
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

  /** Handles tasks of a type: to return is to be done, to throw is to be tried again. */
  public <P> TaskDrain handle(TaskType<P> type, TaskHandler<? super P> handler) {
    return handleWithOutcome(
        type,
        (payload, task) -> {
          handler.handle(payload, task);
          return Outcome.done();
        });
  }

  /** As {@link #handle}, with a handler that says what is to become of each task. */
  public <P> TaskDrain handleWithOutcome(TaskType<P> type, OutcomeHandler<? super P> handler) {
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
   * @throws AssertionError if a handler threw an exception, which is its cause, or returned
   *     anything but that its task is done, cancelled or to be done later without a penalty
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

  private <P> Settlement run(Delivery delivery, TaskType<P> type, OutcomeHandler<? super P> handler)
      throws Exception {
    Payload<P> payload = broker.payload(delivery, type);
    if (payload instanceof Payload.Undecodable<P> undecodable) {
      failed(delivery, new IllegalArgumentException(undecodable.reason()));
      return broker.reject(delivery, broker.rejection(undecodable));
    }
    return settle(delivery, handler.handle(payload.orElseThrow(), new Running(delivery)));
  }

  private Settlement settle(Delivery delivery, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      return done.result()
          .map(value -> broker.ack(delivery, TaskResult.success(delivery).value(value)))
          .orElseGet(() -> broker.ack(delivery));
    }
    if (outcome instanceof Outcome.Snoozed snoozed) {
      return broker.release(delivery, snoozed.delay());
    }
    Rejection rejection = ((Outcome.Rejected) outcome).rejection();
    if (!(rejection instanceof Rejection.Cancel)) {
      failed(delivery, new IllegalStateException("the handler gave up: " + rejection.error()));
    }
    return broker.reject(delivery, rejection);
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
