package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.RunInterceptor;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a worker was configured with.
 *
 * @param handlers by the names of their tasks
 * @param weights by queue
 * @param groups empty if each outcome is settled at once
 * @param interceptors around every handler, the first one outermost
 * @param schedules whether schedules tick as long as the worker runs
 */
record WorkerSettings(
    String workerId,
    Map<String, Handler> handlers,
    Map<String, Integer> weights,
    int concurrency,
    int prefetch,
    Duration lease,
    Duration pollInterval,
    Optional<Groups> groups,
    Optional<Executor> executor,
    List<WorkerListener> listeners,
    List<RunInterceptor> interceptors,
    Duration closeTimeout,
    boolean schedules) {

  /** How many outcomes are settled together, and how long the first one waits. */
  record Groups(int size, Duration linger) {}
}
