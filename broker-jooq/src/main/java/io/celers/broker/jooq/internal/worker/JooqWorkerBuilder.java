package io.celers.broker.jooq.internal.worker;

import io.celers.broker.codec.Payload;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.worker.TransactionalBatchHandler;
import io.celers.broker.jooq.worker.TransactionalHandler;
import io.celers.broker.jooq.worker.TransactionalOutcomeHandler;
import io.celers.broker.jooq.worker.WorkerBuilder;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.OutcomeHandler;
import io.celers.broker.worker.RunInterceptor;
import io.celers.broker.worker.TaskHandler;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Gathers what a worker is to do. */
public final class JooqWorkerBuilder implements WorkerBuilder {

  private static final int MOST_TASKS = 10_000;
  private static final int HEAVIEST = 1_000;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_POLL = Duration.ofHours(1);
  private static final Duration LONGEST_GROUP_WAIT = Duration.ofMinutes(1);

  /**
   * A type that has a handler.
   *
   * @param most tasks that are done together, at most
   * @param work what is done with its tasks, given the lease
   */
  private record Handled(TaskType<?> type, int most, Function<Duration, Work> work) {}

  private final WorkerContext context;
  private final Map<String, Handled> handled = new LinkedHashMap<>();
  private final Map<String, HandlerLimits> limits = new LinkedHashMap<>();
  private final Map<String, Integer> weights = new LinkedHashMap<>();
  private final List<WorkerListener> listeners = new ArrayList<>();
  private final List<RunInterceptor> interceptors = new ArrayList<>();
  private int concurrency = DEFAULT_CONCURRENCY;
  private OptionalInt prefetch = OptionalInt.empty();
  private Duration lease;
  private Duration pollInterval = DEFAULT_POLL_INTERVAL;
  private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
  private boolean schedules;
  private Optional<Executor> executor = Optional.empty();
  private Optional<WorkerSettings.Groups> groups =
      Optional.of(new WorkerSettings.Groups(DEFAULT_GROUP_SIZE, DEFAULT_GROUP_WAIT));

  /** With all defaults, those of the broker included. */
  public JooqWorkerBuilder(WorkerContext context) {
    this.context = context;
    this.lease = context.lease();
  }

  @Override
  public <P> WorkerBuilder handle(TaskType<P> type, TaskHandler<P> handler) {
    return handleWithOutcome(
        type,
        (payload, task) -> {
          handler.handle(payload, task);
          return Outcome.done();
        });
  }

  @Override
  public <P> WorkerBuilder handleWithOutcome(TaskType<P> type, OutcomeHandler<P> handler) {
    return register(
        type,
        1,
        lease -> Work.of(task -> decoded(task, type, payload -> handler.handle(payload, task))));
  }

  @Override
  public <P> WorkerBuilder handleInTransaction(TaskType<P> type, TransactionalHandler<P> handler) {
    return handleInTransactionWithOutcome(
        type,
        (tx, payload, task) -> {
          handler.handle(tx, payload, task);
          return Outcome.done();
        });
  }

  @Override
  public <P> WorkerBuilder handleInTransactionWithOutcome(
      TaskType<P> type, TransactionalOutcomeHandler<P> handler) {
    return inTransaction(
        type,
        1,
        (tx, tasks) -> {
          HeldTask task = tasks.get(0);
          return List.of(decoded(task, type, payload -> handler.handle(tx, payload, task)));
        });
  }

  @Override
  public <P> WorkerBuilder handleBatchInTransaction(
      TaskType<P> type, int most, TransactionalBatchHandler<P> handler) {
    return inTransaction(
        type,
        Limits.requireInRange("most", most, 1, MOST_TASKS),
        new BatchBody<>(context, type, handler));
  }

  private WorkerBuilder inTransaction(TaskType<?> type, int most, TransactionalWork.Body body) {
    return register(
        type,
        most,
        lease ->
            new TransactionalWork(
                context.database(), context.settlers(), context.measurements(), body, lease));
  }

  /** What is done with a payload that could be read. */
  private interface Decoded<P> {
    Outcome execute(P payload) throws Exception;
  }

  private <P> Outcome decoded(HeldTask task, TaskType<P> type, Decoded<P> handler)
      throws Exception {
    Payload<P> payload = context.codecs().decode(task.delivery(), type);
    return payload instanceof Payload.Undecodable<P> undecodable
        ? new Outcome.Rejected(context.undecodable().apply(undecodable))
        : handler.execute(payload.orElseThrow());
  }

  private WorkerBuilder register(TaskType<?> type, int most, Function<Duration, Work> work) {
    if (handled.putIfAbsent(type.name(), new Handled(type, most, work)) != null) {
      throw new IllegalArgumentException(
          "task type " + Text.oneLine(type.name()) + " has a handler already");
    }
    return this;
  }

  @Override
  public WorkerBuilder limit(TaskType<?> type, HandlerLimits limits) {
    this.limits.put(type.name(), limits);
    return this;
  }

  @Override
  public WorkerBuilder queue(String name, int weight) {
    weights.put(
        Limits.requireName("queue", name), Limits.requireInRange("weight", weight, 1, HEAVIEST));
    return this;
  }

  @Override
  public WorkerBuilder queues(String first, String... more) {
    queue(first, 1);
    for (String name : more) {
      queue(name, 1);
    }
    return this;
  }

  @Override
  public WorkerBuilder concurrency(int concurrency) {
    this.concurrency = Limits.requireInRange("concurrency", concurrency, 1, MOST_TASKS);
    return this;
  }

  @Override
  public WorkerBuilder prefetch(int prefetch) {
    this.prefetch = OptionalInt.of(Limits.requireInRange("prefetch", prefetch, 0, MOST_TASKS));
    return this;
  }

  @Override
  public WorkerBuilder lease(Duration lease) {
    Limits.requirePositive("lease", lease);
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "lease must be at least " + SHORTEST_LEASE + ", was " + lease);
    }
    this.lease = lease;
    return this;
  }

  @Override
  public WorkerBuilder pollInterval(Duration pollInterval) {
    Limits.requirePositive("pollInterval", pollInterval);
    this.pollInterval = Limits.requireUpTo("pollInterval", pollInterval, LONGEST_POLL);
    return this;
  }

  @Override
  public WorkerBuilder settleInGroups(int size, Duration wait) {
    groups =
        Optional.of(
            new WorkerSettings.Groups(
                Limits.requireInRange("size", size, 1, MOST_TASKS),
                Limits.requireUpTo("wait", wait, LONGEST_GROUP_WAIT)));
    return this;
  }

  @Override
  public WorkerBuilder settleAtOnce() {
    groups = Optional.empty();
    return this;
  }

  @Override
  public WorkerBuilder executor(Executor executor) {
    this.executor = Optional.of(executor);
    return this;
  }

  @Override
  public WorkerBuilder listener(WorkerListener listener) {
    listeners.add(listener);
    return this;
  }

  @Override
  public WorkerBuilder interceptor(RunInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  @Override
  public WorkerBuilder schedules() {
    schedules = true;
    return this;
  }

  @Override
  public WorkerBuilder closeTimeout(Duration closeTimeout) {
    this.closeTimeout = Limits.requireUpTo("closeTimeout", closeTimeout, Limits.LONGEST_DURATION);
    return this;
  }

  @Override
  public Worker start() {
    requireHandlers();
    requireOwnConnections(context.database());
    lease(lease);
    return JooqWorker.start(context, settings());
  }

  private void requireHandlers() {
    if (handled.isEmpty()) {
      throw new IllegalStateException("a worker needs a handler");
    }
    for (String name : limits.keySet()) {
      if (!handled.containsKey(name)) {
        throw new IllegalStateException("task type " + name + " has a limit, but no handler");
      }
    }
  }

  /** A worker commits for itself, and uses several connections at once. */
  private static void requireOwnConnections(Database database) {
    if (database.isOnOneConnection() || !database.isAutocommit("start worker")) {
      throw new IllegalStateException(
          "a worker needs a broker that takes its connections, in autocommit mode, from a data"
              + " source; this one is on a single connection, or on connections that nobody would"
              + " commit");
    }
  }

  private WorkerSettings settings() {
    Map<String, Handler> handlers = new LinkedHashMap<>();
    Map<String, Integer> queues = new LinkedHashMap<>(weights);
    handled.forEach(
        (name, each) -> {
          HandlerLimits limit = limits.getOrDefault(name, HandlerLimits.NONE);
          handlers.put(name, new Handler(name, each.work().apply(lease), each.most(), limit));
          if (weights.isEmpty()) {
            queues.put(each.type().queue(), 1);
          }
        });
    return new WorkerSettings(
        context.workerId(),
        handlers,
        queues,
        concurrency,
        prefetch.orElse(concurrency),
        lease,
        pollInterval,
        groups,
        executor,
        List.copyOf(listeners),
        List.copyOf(interceptors),
        closeTimeout,
        schedules);
  }
}
