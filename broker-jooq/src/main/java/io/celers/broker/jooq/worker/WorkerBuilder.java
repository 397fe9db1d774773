package io.celers.broker.jooq.worker;

import io.celers.broker.task.TaskType;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.OutcomeHandler;
import io.celers.broker.worker.RunInterceptor;
import io.celers.broker.worker.TaskHandler;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Configures a worker. Not safe for use by many threads; the worker is.
 *
 * <p>Wrong values are {@link IllegalArgumentException}s that say value and range.
 */
public interface WorkerBuilder {

  /** Tasks that run at once unless told otherwise: few enough for a small connection pool. */
  int DEFAULT_CONCURRENCY = 10;

  /** Longest wait between two looks at queues in which nothing is due. */
  Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(1);

  /**
   * Outcomes that are settled together, at most: so many still go while the next ones gather, and
   * as many are delivered again if the JVM is killed meanwhile.
   */
  int DEFAULT_GROUP_SIZE = 500;

  /** Outcomes that wait for no others: a commit costs so little of each that waiting is a loss. */
  int ENOUGH_FOR_A_GROUP = 100;

  /** Longest wait of an outcome for others to be settled with: little against a commit. */
  Duration DEFAULT_GROUP_WAIT = Duration.ofMillis(5);

  /** How long {@link Worker#close()} waits for running handlers: as container managers do. */
  Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Does tasks of a type: to return is to be done, to throw is to be tried again.
   *
   * @throws IllegalArgumentException if the name of the type has a handler already
   */
  <P> WorkerBuilder handle(TaskType<P> type, TaskHandler<P> handler);

  /** As {@link #handle}, with a handler that says what is to become of each task. */
  <P> WorkerBuilder handleWithOutcome(TaskType<P> type, OutcomeHandler<P> handler);

  /** As {@link #handle}, in a transaction that commits what the handler writes with the ack. */
  <P> WorkerBuilder handleInTransaction(TaskType<P> type, TransactionalHandler<P> handler);

  /** As {@link #handleInTransaction}, with a handler that says what is to become of each task. */
  <P> WorkerBuilder handleInTransactionWithOutcome(
      TaskType<P> type, TransactionalOutcomeHandler<P> handler);

  /**
   * Does several tasks of a type in one transaction, with one statement to settle all: for small
   * tasks, of which a commit each would be most of the work.
   *
   * <p>A batch takes those that are claimed already and wait for a slot, and never waits for more:
   * give the worker a {@link #prefetch} of at least the size of a batch. It takes one slot. Only
   * first deliveries come in batches: what has failed before is done by itself, so that it takes
   * nothing else along. A limit of the type's concurrency counts tasks; one of its run time holds
   * for a batch as for a task.
   *
   * @param most tasks of a batch, 1 to 10,000
   */
  <P> WorkerBuilder handleBatchInTransaction(
      TaskType<P> type, int most, TransactionalBatchHandler<P> handler);

  /** How much of the worker the tasks of a type may take; default {@link HandlerLimits#NONE}. */
  WorkerBuilder limit(TaskType<?> type, HandlerLimits limits);

  /**
   * A queue to claim from. Unless any is named, the queues of the types that have handlers.
   *
   * @param weight 1 to 1,000: while several queues have due tasks, their shares of the claims are
   *     as their weights; a queue without due tasks leaves its share to the others
   */
  WorkerBuilder queue(String name, int weight);

  /** Queues to claim from, all of weight 1. */
  WorkerBuilder queues(String first, String... more);

  /** Tasks that run at once, 1 to 10,000; default {@value #DEFAULT_CONCURRENCY}. */
  WorkerBuilder concurrency(int concurrency);

  /**
   * Tasks that are claimed ahead and wait for a free slot, 0 to 10,000; default as many as the
   * concurrency, so that no slot waits for a claim.
   */
  WorkerBuilder prefetch(int prefetch);

  /**
   * How long a task is held before its lease has to be extended, one second to ten years; default
   * that of the broker. The worker extends it after a third of it for as long as the handler runs;
   * the tasks of a worker that died are delivered again when it ends.
   */
  WorkerBuilder lease(Duration lease);

  /**
   * Longest wait between two looks at queues in which nothing is due, above zero, at most an hour;
   * default {@link #DEFAULT_POLL_INTERVAL}. The first waits are shorter, and an enqueue ends them:
   * polling is for what no notification tells, such as due times and leases that end.
   */
  WorkerBuilder pollInterval(Duration pollInterval);

  /**
   * Settles outcomes together, in one statement and one commit for each kind; {@value
   * #ENOUGH_FOR_A_GROUP} outcomes wait for no more. While one group is being stored and another one
   * is full, nothing is claimed: so what is in the worker's hand stays bounded, and with it what is
   * delivered again if the JVM is killed.
   *
   * @param size most outcomes of a group, 1 to 10,000; default {@value #DEFAULT_GROUP_SIZE}
   * @param wait longest wait of an outcome for others, 0 to a minute; default {@link
   *     #DEFAULT_GROUP_WAIT}
   */
  WorkerBuilder settleInGroups(int size, Duration wait);

  /** Settles each outcome by itself, before the thread of its handler does anything else. */
  WorkerBuilder settleAtOnce();

  /**
   * Where handlers run; default virtual threads where the JVM has them, else daemon threads that
   * are made as needed; such a thread goes on with the next waiting task, so handlers must leave
   * nothing behind in a {@link ThreadLocal}. An executor that is given is handed each task, or
   * batch, by itself. It is not shut down, and should run as many tasks at once as the worker. It
   * must not run them in the thread that hands them over: that one claims, and would claim nothing
   * meanwhile. A task that it refuses is given back.
   */
  WorkerBuilder executor(Executor executor);

  /** Told what the worker does; may be given several times. */
  WorkerBuilder listener(WorkerListener listener);

  /**
   * Stands around every handler of the worker; may be given several times, the first one outermost.
   */
  WorkerBuilder interceptor(RunInterceptor interceptor);

  /**
   * Lets schedules tick as long as the worker runs, as {@link io.celers.broker.Schedules#start()}
   * does: all of them, whatever the queues of their tasks. Any number of workers may.
   */
  WorkerBuilder schedules();

  /**
   * How long {@link Worker#close()} waits for running handlers, zero to ten years; default {@link
   * #DEFAULT_CLOSE_TIMEOUT}.
   */
  WorkerBuilder closeTimeout(Duration closeTimeout);

  /**
   * Starts to claim.
   *
   * <p>Besides the connections that handlers use, the worker takes up to five: one to claim, one to
   * settle, one for upkeep, and two that it keeps, for heartbeats and to be woken. A pool should
   * have as many more than handlers use at once; a transactional handler uses one. Two more are the
   * least, the ones that it keeps: then the others wait for handlers. Handlers that hold a
   * connection and ask the same pool for another count twice: in a smaller pool they may all wait
   * for each other, until the pool gives up and the attempts have failed.
   *
   * @throws IllegalStateException if there is no handler, or the broker is on a single connection
   *     or on connections that are not in autocommit mode
   * @throws io.celers.broker.error.BrokerException if the database cannot be reached, or its schema
   *     is missing
   */
  Worker start();
}
