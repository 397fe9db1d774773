package io.celers.broker.advice;

import java.time.Duration;
import java.util.List;

/**
 * How many connections workers need.
 *
 * <p>Little's law (J. D. C. Little, 1961) for the connections: {@code busy = rate * queries per
 * task * query time}. The least is that with a quarter for peaks, {@code ceil(busy * 1.25) + 1}; no
 * worker uses more than one connection at a time, so the most is {@code workers + 1}. The one more
 * is for the claims and heartbeats of the broker. Handlers that hold a transaction for as long as
 * they run have a query time that is their run time.
 *
 * @param workers how many tasks run at once in the process, from 1
 * @param queriesPerTask statements of a task on the mean, those of its handler and of the broker,
 *     finite, from 0
 * @param meanQueryTime how long a statement has its connection on the mean, from 0
 * @param tasks how many tasks the process finishes
 */
public record PoolSize(int workers, double queriesPerTask, Duration meanQueryTime, Rate tasks)
    implements Measurement {

  private static final double HEADROOM = 1.25;
  private static final int FOR_THE_BROKER = 1;

  /** Checks the figures. */
  public PoolSize {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, was " + workers);
    }
    Figures.notNegative("queriesPerTask", queriesPerTask);
    Figures.notNegative("meanQueryTime", meanQueryTime);
  }

  /**
   * By how long a task runs, with all workers busy: they finish {@code workers / meanRunTime}.
   *
   * @param meanRunTime above zero
   */
  public static PoolSize ofBusyWorkers(
      int workers, double queriesPerTask, Duration meanQueryTime, Duration meanRunTime) {
    return new PoolSize(workers, queriesPerTask, meanQueryTime, Rate.of(workers, meanRunTime));
  }

  /** Connections that are in use on the mean, at most one for each worker. */
  public double busy() {
    double busy = tasks.perSecond() * queriesPerTask * Figures.seconds(meanQueryTime);
    return Math.min(busy, workers);
  }

  /** Fewest connections that serve this rate. */
  public long minimum() {
    return Math.min(Figures.ceil(busy() * HEADROOM) + FOR_THE_BROKER, maximum());
  }

  /** Beyond this connections only lie idle. */
  public long maximum() {
    return (long) workers + FOR_THE_BROKER;
  }

  @Override
  public Finding finding() {
    return new Finding(
        "pool-size",
        Severity.INFO,
        List.of(
            Evidence.of("workers", workers, Unit.WORKERS),
            Evidence.of("queries per task", queriesPerTask, Unit.NUMBER),
            Evidence.of("mean query time", meanQueryTime),
            Evidence.of("finished", tasks),
            Evidence.of("busy", busy(), Unit.CONNECTIONS)),
        "Give the pool a size between the two; the sum over all processes has to stay below the"
            + " server's max_connections.",
        List.of(
            new Remedy.Setting("minimumIdle", minimum()),
            new Remedy.Setting("maximumPoolSize", maximum())));
  }
}
