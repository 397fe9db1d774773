package io.celers.broker.jooq.internal.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many tasks of which name one broker enqueued, committed or not decided yet.
 *
 * <p>Safe for use by many threads; nothing is waited for under its lock.
 */
final class EnqueueCounts {

  /** Most counts that may wait for their transactions to end: some 20 MB. */
  static final int MAX_OPEN = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(EnqueueCounts.class);

  private final Map<String, Long> committed = new HashMap<>();
  private final Map<Long, Map<String, Long>> open = new HashMap<>();
  private int openCounts;
  private boolean warned;

  /** These were committed. */
  synchronized void committed(Map<String, Long> tasks) {
    tasks.forEach((name, count) -> committed.merge(name, count, Long::sum));
  }

  /** These will be committed if this transaction or savepoint is. */
  synchronized void open(long transaction, Map<String, Long> tasks) {
    if (openCounts + tasks.size() > MAX_OPEN) {
      warn();
      return;
    }
    Map<String, Long> counts = open.computeIfAbsent(transaction, id -> new HashMap<>());
    openCounts -= counts.size();
    tasks.forEach((name, count) -> counts.merge(name, count, Long::sum));
    openCounts += counts.size();
  }

  /** Transactions and savepoints whose end is not known. */
  synchronized Set<Long> open() {
    return Set.copyOf(open.keySet());
  }

  /** This transaction or savepoint has ended. */
  synchronized void ended(long transaction, boolean hasCommitted) {
    Map<String, Long> counts = open.remove(transaction);
    if (counts == null) {
      return;
    }
    openCounts -= counts.size();
    warned = false;
    if (hasCommitted) {
      committed(counts);
    }
  }

  /** What is committed, by name. */
  synchronized Map<String, Long> committed() {
    return Map.copyOf(committed);
  }

  private void warn() {
    if (!warned) {
      LOG.warn(
          "enqueued tasks are not counted: {} counts wait for the next look at the metrics",
          openCounts);
      warned = true;
    }
  }
}
