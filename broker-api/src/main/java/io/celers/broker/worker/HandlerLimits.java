package io.celers.broker.worker;

import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of a worker the tasks of one type may take.
 *
 * @param concurrency how many may run at once in this worker, above zero; no limit of its own
 *     unless given. Tasks of a type with a limit are claimed by a statement of their own
 * @param runTime how long one may run, above zero, at most ten years; for ever unless given. A
 *     handler that runs longer is interrupted, and the attempt has failed
 */
public record HandlerLimits(OptionalInt concurrency, Optional<Duration> runTime) {

  /** No limits: the worker's own concurrency is the only one. */
  public static final HandlerLimits NONE = new HandlerLimits(OptionalInt.empty(), Optional.empty());

  /** Checks the ranges. */
  public HandlerLimits {
    concurrency.ifPresent(
        limit -> Limits.requireInRange("concurrency", limit, 1, Integer.MAX_VALUE));
    runTime.ifPresent(limit -> Limits.requirePositive("run time", limit));
  }

  /** Another number of tasks at once. */
  public HandlerLimits withConcurrency(int concurrency) {
    return new HandlerLimits(OptionalInt.of(concurrency), runTime);
  }

  /** Another time that one task may take. */
  public HandlerLimits withRunTime(Duration runTime) {
    return new HandlerLimits(concurrency, Optional.of(runTime));
  }
}
