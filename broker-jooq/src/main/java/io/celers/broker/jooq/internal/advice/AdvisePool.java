package io.celers.broker.jooq.internal.advice;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.PoolSize;
import io.celers.broker.advice.Rate;
import io.celers.broker.jooq.internal.monitoring.MeasureLoad.Load;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.PoolFigures;
import io.celers.broker.monitoring.WorkerActivity;
import java.util.Optional;

/** Puts what the worker of this broker does into the rule about its pool. Pure: asks nobody. */
final class AdvisePool {

  private static final String RULE = "pool-size";

  private AdvisePool() {}

  /**
   * Statements of a task are all statements of the role in a second by all tasks that finished in a
   * second: what handlers send is among them, and so is what else runs under that role.
   */
  static Finding of(
      Optional<PoolFigures> pool,
      Optional<Load> load,
      int concurrency,
      Activity activity,
      String worker) {
    if (pool.isEmpty()) {
      return Finding.notMeasured(
          RULE, "the connections come from no pool of HikariCP that the broker can look into.");
    }
    if (concurrency == 0) {
      return Finding.notMeasured(
          RULE, "no worker of the name " + worker + " is registered in celers_workers.");
    }
    if (load.isEmpty()) {
      return Finding.notMeasured(
          RULE, "how long statements take is known to pg_stat_statements only, which is missing.");
    }
    double finished =
        activity.queues().stream().mapToDouble(queue -> queue.finished().perSecond()).sum();
    double own =
        activity
            .findWorker(worker)
            .map(WorkerActivity::finished)
            .map(throughput -> throughput.perSecond())
            .orElse(0.0);
    if (finished == 0 || own == 0) {
      return Finding.notMeasured(
          RULE, "no task of this worker that was looked at finished in the window.");
    }
    Load all = load.get();
    double statements = Rate.of(all.calls(), all.over()).perSecond() / finished;
    return new PoolSize(concurrency, statements, all.mean(), Rate.perSecond(own))
        .finding()
        .about("a pool of " + pool.get().maximum());
  }
}
