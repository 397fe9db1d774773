package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What went on lately, seen from a bounded number of tasks.
 *
 * @param freshness when this was measured
 * @param window how far back was looked
 * @param examined how many tasks, dead letters and archived tasks were looked at
 * @param complete whether these were all there are; if not, the figures rest on a sample, and each
 *     {@link Throughput} tells its own span
 * @param queues those of the tasks, in the order of their names
 * @param workers those that claimed the tasks, in the order of their names
 */
public record Activity(
    Freshness freshness,
    Duration window,
    int examined,
    boolean complete,
    List<QueueActivity> queues,
    List<WorkerActivity> workers) {

  /** Copies the lists. */
  public Activity {
    queues = List.copyOf(queues);
    workers = List.copyOf(workers);
  }

  /** One queue; empty if none of the tasks was in it. */
  public Optional<QueueActivity> find(String queue) {
    return queues.stream().filter(of -> of.queue().equals(queue)).findFirst();
  }

  /** One worker; empty if it claimed none of the tasks. */
  public Optional<WorkerActivity> findWorker(String worker) {
    return workers.stream().filter(of -> of.worker().equals(worker)).findFirst();
  }
}
