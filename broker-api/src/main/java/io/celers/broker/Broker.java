package io.celers.broker;

import static java.util.Objects.requireNonNull;

import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A durable task queue inside a PostgreSQL database.
 *
 * <p>Every call runs on the connection and in the transaction of the broker it is called on: it
 * never begins, commits or retries one. Where no transaction is open (autocommit), each change is
 * one atomic statement; that of an enqueue is sent again if its reply was lost, under the same ids,
 * on connections that the broker takes itself. What a call returns holds if and only if the
 * transaction commits.
 *
 * <p>Wrong arguments are {@link IllegalArgumentException}s that say value and range, thrown before
 * anything is sent. Trouble of the database is a {@link io.celers.broker.error.BrokerException}.
 *
 * <p>Safe for use by many threads, as far as the connections below are.
 */
public interface Broker {

  /**
   * Creates a task, pending.
   *
   * <p>With an idempotency key, a call that meets another transaction which is just creating a task
   * under the same key waits for its end; at isolation levels above READ COMMITTED the conflict is
   * passed up as {@link io.celers.broker.error.SerializationConflictException}.
   *
   * @return {@link Enqueued.Created} with the id of the new task, or {@link Enqueued.Duplicate}
   *     with that of the task that was there before under the same key or id
   * @throws io.celers.broker.error.IdConflictException if a task of the given id but of other
   *     content exists
   * @throws io.celers.broker.error.QueueFullException if the queue has a maximum length and no room
   * @throws io.celers.broker.error.OutcomeUnknownException in autocommit mode, if the reply was
   *     lost and the database stayed away for the next seconds
   */
  Enqueued enqueue(NewTask<?> task);

  /**
   * Creates tasks, all or none, in one statement.
   *
   * @return an outcome for each task, in the order given
   * @throws IllegalStateException if tasks bring their own ids and the connection is in autocommit
   *     mode: an id conflict could not be rolled back there
   * @throws io.celers.broker.error.QueueFullException if one of the queues has a maximum length and
   *     no room for all of its tasks
   * @throws io.celers.broker.error.OutcomeUnknownException as {@link #enqueue} does
   */
  List<Enqueued> enqueueAll(Collection<? extends NewTask<?>> tasks);

  /**
   * Creates very many tasks, all or none, through COPY, in constant memory.
   *
   * <p>The stream is read while the copy is running, and is not closed. It must not use the
   * connection of this broker, which is busy until the copy ends: such a call never returns. Tasks
   * may have neither idempotency keys nor ids of their own. A task refused by the limits, or an
   * exception of the stream, ends the copy, and nothing is created. In a transaction that
   * transaction has then failed, too, unless the call was made under a savepoint.
   *
   * <p>Priorities and lengths of the queues are looked up once, when the first 1,000 tasks or 64
   * KiB of payload are known; a queue that comes up only later is taken to be empty.
   *
   * @return how many were created
   * @throws io.celers.broker.error.QueueFullException if one of the queues has a maximum length and
   *     no room for all of its tasks
   * @throws io.celers.broker.error.OutcomeUnknownException in autocommit mode, if the end of the
   *     copy was not answered; no ids are kept
   */
  long enqueueBulk(Stream<? extends NewTask<?>> tasks);

  /**
   * A queue to claim from, to pause and to configure, 1 to 255 bytes. A queue exists as soon as it
   * is named.
   */
  TaskQueue queue(String name);

  /** Several queues to claim from, the first one first. */
  TaskSource queues(String first, String... more);

  /**
   * Reads the payload of a delivery with the codec that wrote it.
   *
   * @return the value, or a {@link Payload.Undecodable} that says why not
   */
  <P> Payload<P> payload(Delivery delivery, TaskType<P> type);

  /** What the broker's policy says to a payload that cannot be read. */
  Rejection rejection(Payload.Undecodable<?> payload);

  /**
   * Finishes a delivery: processing to completed.
   *
   * <p>Guarded by the receipt. If the receipt does not hold the task any more, nothing changes and
   * the outcome tells why.
   */
  Settlement ack(Delivery delivery);

  /**
   * Finishes many deliveries in one statement; each on its own is as {@link #ack}.
   *
   * @return an outcome for each delivery, in the order given
   */
  List<Settlement> ackAll(Collection<? extends Delivery> deliveries);

  /**
   * Finishes a delivery and stores its result, in one statement: as {@link #ack(Delivery)} and
   * {@link Results#store}, both or neither. A receipt that does not hold the task stores nothing.
   *
   * @throws IllegalArgumentException if the result is of another task or not final, or is refused
   *     as {@link Results#store} does
   */
  Settlement ack(Delivery delivery, TaskResult result);

  /**
   * Finishes many deliveries and stores their results in one statement; each on its own is as
   * {@link #ack(Delivery, TaskResult)}.
   *
   * @return an outcome for each delivery, in the order of the map
   */
  List<Settlement> ackAll(Map<? extends Delivery, TaskResult> results);

  /**
   * Gives a delivery back: processing to pending with a back-off, to failed, to cancelled, or into
   * the dead letters.
   *
   * <p>Guarded by the receipt as {@link #ack} is. A retry of a delivery that {@linkplain
   * Delivery#isLast() was the last one} allowed goes into the dead letters.
   */
  Settlement reject(Delivery delivery, Rejection rejection);

  /**
   * Gives many deliveries back in one statement, each with its own rejection.
   *
   * @return an outcome for each delivery, in the order of the map
   */
  List<Settlement> rejectAll(Map<? extends Delivery, ? extends Rejection> rejections);

  /**
   * Gives many deliveries back in one statement for the same reason.
   *
   * @return an outcome for each delivery, in the order given
   */
  default List<Settlement> rejectAll(
      Collection<? extends Delivery> deliveries, Rejection rejection) {
    Map<Delivery, Rejection> each = new LinkedHashMap<>();
    deliveries.forEach(delivery -> each.put(delivery, rejection));
    return inOrderOf(deliveries, each.keySet(), rejectAll(each));
  }

  /**
   * Gives a delivery back as if it had not been claimed: processing to pending, due now.
   *
   * <p>Unlike a retry it uses up no delivery, so it may be repeated without end. Among tasks of its
   * priority it comes back behind those that are due already. Guarded by the receipt as {@link
   * #ack} is.
   */
  default Settlement release(Delivery delivery) {
    return release(delivery, Duration.ZERO);
  }

  /**
   * As {@link #release(Delivery)}, due after a while.
   *
   * @param delay zero to ten years
   */
  default Settlement release(Delivery delivery, Duration delay) {
    return releaseAll(Map.of(delivery, delay)).get(0);
  }

  /**
   * Gives many deliveries back as if they had not been claimed, in one statement; each on its own
   * is as {@link #release(Delivery, Duration)}.
   *
   * @param delays after which they are due, zero to ten years
   * @return an outcome for each delivery, in the order of the map
   */
  List<Settlement> releaseAll(Map<? extends Delivery, Duration> delays);

  /**
   * Gives many deliveries back as if they had not been claimed, due now, in one statement.
   *
   * @return an outcome for each delivery, in the order given
   */
  default List<Settlement> releaseAll(Collection<? extends Delivery> deliveries) {
    Map<Delivery, Duration> each = new LinkedHashMap<>();
    deliveries.forEach(delivery -> each.put(delivery, Duration.ZERO));
    return inOrderOf(deliveries, each.keySet(), releaseAll(each));
  }

  /**
   * Makes the lease of a delivery end so long from now, by the clock of the database.
   *
   * @param lease above zero, at most ten years
   */
  Extension extend(Delivery delivery, Duration lease);

  /**
   * Extends many leases in one statement.
   *
   * @return an outcome for each delivery, in the order given
   */
  List<Extension> extendAll(Collection<? extends Delivery> deliveries, Duration lease);

  private static List<Settlement> inOrderOf(
      Collection<? extends Delivery> deliveries,
      Set<Delivery> distinct,
      List<Settlement> settlements) {
    Map<Delivery, Settlement> outcomes = new HashMap<>();
    Iterator<Settlement> next = settlements.iterator();
    distinct.forEach(delivery -> outcomes.put(delivery, next.next()));
    return deliveries.stream().map(delivery -> requireNonNull(outcomes.get(delivery))).toList();
  }

  /** The tasks in the queues. */
  Tasks tasks();

  /** Tasks that failed for good. */
  DeadLetters deadLetters();

  /** The log of what happened to each task. */
  History history();

  /** What tasks returned, or how they failed. */
  Results results();

  /** Recurring tasks. */
  Schedules schedules();

  /** Work that keeps the tables in order. */
  Maintenance maintenance();

  /** Figures of the queues and of what they live on. */
  Monitoring monitoring();

  /** Advice on running the queues. */
  Advisor advisor();
}
