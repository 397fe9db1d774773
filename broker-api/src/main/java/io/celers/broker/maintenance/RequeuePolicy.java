package io.celers.broker.maintenance;

import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.task.Limits;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Which dead letters go back into their queues by themselves, after what wait, and how often.
 *
 * <p>For what heals by itself, such as the outage of a server that lasts longer than the retries.
 * How often a task was put back is kept with it for life, so that one which never succeeds ends as
 * a dead letter for good. Requeues by hand count too, and are never refused.
 *
 * @param query which dead letters
 * @param backOff how long a task must have been dead: the wait of retry 1 before it is put back for
 *     the first time, that of retry 2 before the second time, and so on. A random part is left out:
 *     how many go back together is said by {@code perRun}
 * @param maxRequeues how often a task is put back in its life, 1 to 100
 * @param perRun most tasks that one run puts back, 1 to 1,000,000
 */
public record RequeuePolicy(
    DeadLetterQuery query, RetryPolicy backOff, int maxRequeues, int perRun) {

  /** Most times that a task can be put back by a policy. */
  public static final int MAX_REQUEUES = 100;

  /** Most tasks of one run. */
  public static final int MAX_PER_RUN = 1_000_000;

  /** Of the least part that chance may take off a wait, which is none. */
  private static final RandomGenerator NO_CHANCE = () -> 0;

  /** Checks the ranges. */
  public RequeuePolicy {
    Limits.requireInRange("maxRequeues", maxRequeues, 1, MAX_REQUEUES);
    Limits.requireInRange("perRun", perRun, 1, MAX_PER_RUN);
  }

  /**
   * Puts these back after an hour, then after two and four: three times, after which a person
   * should look. At most 1,000 in a run, so that a server which has just recovered is not run over.
   */
  public static RequeuePolicy of(DeadLetterQuery query) {
    return new RequeuePolicy(
        query, RetryPolicy.exponential(Duration.ofHours(1), Duration.ofDays(1)), 3, 1_000);
  }

  /** Other waits. */
  public RequeuePolicy backOff(RetryPolicy policy) {
    return new RequeuePolicy(query, policy, maxRequeues, perRun);
  }

  /** Another number of times for each task. */
  public RequeuePolicy maxRequeues(int times) {
    return new RequeuePolicy(query, backOff, times, perRun);
  }

  /** Another number of tasks in one run. */
  public RequeuePolicy perRun(int tasks) {
    return new RequeuePolicy(query, backOff, maxRequeues, tasks);
  }

  /** How long a task must have been dead before it is put back for this time, from 1. */
  public Duration waitBefore(int requeue) {
    return backOff.delay(requeue, NO_CHANCE);
  }
}
