package io.celers.broker.advice;

import java.time.Duration;
import java.util.List;

/**
 * How many tasks to enqueue and to dequeue in one call.
 *
 * <p>A batch is what flows in 50 ms, {@code ceil(rate * 0.05 s)}: that is 20 statements a second at
 * most, and waiting for a batch to fill adds no delay that anyone notices. It has at least one task
 * and at most
 *
 * <ul>
 *   <li>so many that its payloads have 4 MiB together, which both sides hold in memory;
 *   <li>1,000 to enqueue: the fixed cost of a statement, about a millisecond, is a tenth of the
 *       whole there (measured with this schema: 1.45 ms for 10 tasks, 3.1 for 100, 14.4 for 1,000);
 *   <li>100 to dequeue, and no more than the queue holds: what was claimed and waits in memory is
 *       out of reach for other workers, and its lease runs.
 * </ul>
 *
 * @param depth tasks in the queue that are due, from 0
 * @param meanPayloadBytes size of a payload on the mean, from 0
 * @param target how many tasks have to pass
 */
public record BatchSizes(long depth, long meanPayloadBytes, Rate target) implements Measurement {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final long MOST_BYTES = 4L << 20;
  private static final long MOST_ENQUEUED = 1_000;
  private static final long MOST_DEQUEUED = 100;

  /** Checks the figures. */
  public BatchSizes {
    Figures.notNegative("depth", depth);
    Figures.notNegative("meanPayloadBytes", meanPayloadBytes);
  }

  /** Tasks for one {@code enqueueAll}, 1 to 1,000. */
  public int enqueue() {
    return (int) Figures.clamp(flow(), 1, Math.min(MOST_ENQUEUED, fitting()));
  }

  /** Tasks for one {@code dequeue}, 1 to 100. */
  public int dequeue() {
    long most = Math.min(MOST_DEQUEUED, Math.min(fitting(), Math.max(1, depth)));
    return (int) Figures.clamp(flow(), 1, most);
  }

  private long flow() {
    return Figures.ceil(target.in(INTERVAL));
  }

  private long fitting() {
    return meanPayloadBytes == 0 ? Long.MAX_VALUE : Math.max(1, MOST_BYTES / meanPayloadBytes);
  }

  @Override
  public Finding finding() {
    return new Finding(
        "batch-sizes",
        Severity.INFO,
        List.of(
            Evidence.of("depth", depth, Unit.TASKS),
            Evidence.of("mean payload", meanPayloadBytes, Unit.BYTES),
            Evidence.of("target", target)),
        "Enqueue and dequeue in batches of this size.",
        List.of(
            new Remedy.Setting("tasks per enqueueAll", enqueue()),
            new Remedy.Setting("tasks per dequeue", dequeue())));
  }
}
