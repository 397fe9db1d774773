package io.celers.broker.metrics;

import io.celers.broker.monitoring.PoolFigures;
import io.celers.broker.monitoring.QueueReport;
import java.util.Map;
import java.util.Optional;

/**
 * What metrics show of a broker at a moment.
 *
 * @param enqueuedByName tasks that this broker enqueued and whose transactions have committed, by
 *     name, since it began to count; names beyond {@link MetricsSource#MAX_NAMES} are {@link
 *     MetricsSource#OTHER}
 * @param queues as of {@link io.celers.broker.Monitoring#queues()}; empty if the database could not
 *     be asked
 * @param pool the broker's connections; empty if it has no pool, or one that cannot be looked into
 */
public record MetricsSnapshot(
    Map<String, Long> enqueuedByName, Optional<QueueReport> queues, Optional<PoolFigures> pool) {

  /** Copies the map. */
  public MetricsSnapshot {
    enqueuedByName = Map.copyOf(enqueuedByName);
  }

  /** All committed tasks, whatever their names. */
  public long enqueued() {
    return enqueuedByName.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Committed tasks of this name, 0 if there were none. */
  public long enqueued(String name) {
    return enqueuedByName.getOrDefault(name, 0L);
  }
}
